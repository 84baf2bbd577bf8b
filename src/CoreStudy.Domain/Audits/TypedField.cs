namespace CoreStudy.Domain.Audits;

/// <summary>Which kind of field words were typed into that were not kept.</summary>
public enum TypedField
{
    Other,
    Title,
    Name,
    Label,
    Summary,
    Description,
    Definition,
    Example,
    Synonyms,
    Note,
    Memo,
    Comment,
    Question,
    Remark,
    Claim,
    Caveat,
    Clarification,
    Reason,
    Role,
    Choices,
    Code,
    Form,
    Replacement,
    Turn,
}

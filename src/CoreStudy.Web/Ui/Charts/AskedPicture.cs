using CoreStudy.Domain;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui.Charts;

/// <summary>What a question of a matrix or picture shows at this moment, as it would leave: of people, nothing that too few share.</summary>
/// <param name="Title">What it is, as a heading.</param>
/// <param name="Pictures">One, or one for each of two groups.</param>
/// <param name="Table">Its numbers; null where the picture is drawn from more than a table can hold.</param>
/// <param name="Note">How it was counted, in a sentence; empty for nothing.</param>
public sealed record AskedPicture(string Title, IReadOnlyList<Picture> Pictures, Export? Table, string Note)
{
    public override string ToString() => $"{Pictures.Count} pictures";
}

/// <summary>Answers the question that a page of matrices or pictures has in its address, for those who show it elsewhere.</summary>
public interface IAskedPictures
{
    /// <param name="address">From after the study's own, such as <c>matrices?across=Trust</c> or <c>pictures/tree</c>.</param>
    Task<Result<AskedPicture>> ReadAsync(AccountId me, StudyId studyId, string address, CancellationToken cancel);
}

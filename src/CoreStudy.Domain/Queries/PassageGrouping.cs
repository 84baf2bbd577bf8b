namespace CoreStudy.Domain.Queries;

/// <summary>By what passages are put together when they are read.</summary>
public enum PassageGrouping
{
    None,
    Code,

    /// <summary>Themes with their sub-themes; a passage whose code is in several is read under each.</summary>
    Theme,

    Trust,

    /// <summary>What the participant who says most of it is in the study.</summary>
    Role,

    Participant,
    Interview,
    Coder,
}

/// <summary>In which order passages are read within their group.</summary>
public enum PassageOrder
{
    /// <summary>By trust, transcript and place.</summary>
    Reading,

    /// <summary>What was coded last comes first.</summary>
    Newest,

    Longest,
    Shortest,
}

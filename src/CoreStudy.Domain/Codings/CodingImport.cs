namespace CoreStudy.Domain.Codings;

/// <summary>What codings were brought in from.</summary>
public enum ImportedFrom
{
    Csv,
    Xlsx,

    /// <summary>A project of another program (.qdpx): of which the study was made, or which was coded elsewhere on its texts.</summary>
    Project,
}

/// <summary>Codings that came in together from one file, so that they can be taken back together. The file's name is not kept.</summary>
public sealed class CodingImport
{
    private CodingImport() { }

    public CodingImportId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Who brought them in; whose judgement they are, each coding says.</summary>
    public MemberId MemberId { get; private set; }

    public ImportedFrom From { get; private set; }

    /// <summary>The program whose export the file was recognised as; empty for none in particular.</summary>
    public string Program { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <param name="program">A name that CoreStudy has for it; up to 40 characters.</param>
    public static CodingImport Of(StudyId studyId, MemberId by, ImportedFrom from, string program, DateTimeOffset at) =>
        new() { Id = CodingImportId.New(), StudyId = studyId, MemberId = by, From = from, Program = program, At = at };
}

/// <summary>One coding that came in from a file.</summary>
/// <param name="Revision">The transcript's coding revision at which it came: the coding has a later one where somebody has changed it since.</param>
public sealed record ImportedCoding(CodingImportId ImportId, CodingId CodingId, long Revision);

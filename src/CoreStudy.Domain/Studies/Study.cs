using CoreStudy.Domain.Participants;

namespace CoreStudy.Domain.Studies;

/// <summary>How a study regards agreement between coders (the three kinds of thematic analysis that Braun and Clarke tell apart).</summary>
public enum StudyApproach
{
    /// <summary>Coding reliability: codes are measured against the material by several coders, and agreement shows how well they are.</summary>
    CodingReliability,

    /// <summary>Codebook: a framework guides the coding; agreement helps the team to talk about it.</summary>
    Codebook,

    /// <summary>Reflexive: coding is somebody's reading, and another reading enriches it; there is no agreement to be measured.</summary>
    Reflexive,
}

/// <summary>A research study: everything else belongs to one.</summary>
public sealed class Study
{
    /// <summary>The participant roles of a study that has not named its own.</summary>
    public static IReadOnlyList<string> UsualParticipantRoles { get; } = ["Peer support worker", "PSW supervisor"];

    private Study() { }

    public StudyId Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The short name shown where there is little room; up to 24 characters.</summary>
    public string ShortName { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>What participants can be in this study, such as a peer support worker; never a role of the app.</summary>
    public List<string> ParticipantRoles { get; private set; } = [];

    /// <summary>What agreement between coders means here; a new study works with a codebook.</summary>
    public StudyApproach Approach { get; private set; } = StudyApproach.Codebook;

    /// <summary>What stands below a quote, as far as small groups allow.</summary>
    public QuoteLabelStyle QuoteLabels { get; private set; } = QuoteLabelStyle.RoleAndTrust;

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    public void Regard(StudyApproach approach) => Approach = approach;

    public void LabelQuotes(QuoteLabelStyle style) => QuoteLabels = style;

    public static Result<Study> Create(string name, string shortName, string description, DateTimeOffset at)
    {
        var study = new Study { Id = StudyId.New(), CreatedAt = at, ParticipantRoles = [.. UsualParticipantRoles] };
        return study.Describe(name, shortName, description).IsRefused(out var refusal, out _) ? refusal : study;
    }

    public Result<Done> Describe(string name, string shortName, string description)
    {
        if (Words.Required("a name", name, 200) is { } noName) return noName;
        if (Words.Required("a short name", shortName, 24) is { } noShortName) return noShortName;
        if (Words.Limited("The description", description, 4000) is { } tooLong) return tooLong;
        (Name, ShortName, Description) = (name.Trim(), shortName.Trim(), description.Trim());
        return Done.Well;
    }

    /// <summary>Names another thing that participants can be.</summary>
    public Result<Done> AddParticipantRole(string role)
    {
        if (Check(role, except: null) is { } refusal) return refusal;
        ParticipantRoles = [.. ParticipantRoles, role.Trim()];
        return Done.Well;
    }

    /// <summary>Calls a participant role otherwise; only while no participant has it.</summary>
    public Result<Done> RenameParticipantRole(string role, string name)
    {
        if (!ParticipantRoles.Contains(role)) return Refusal.NotFound;
        if (Check(name, except: role) is { } refusal) return refusal;
        ParticipantRoles = [.. ParticipantRoles.Select(r => r == role ? name.Trim() : r)];
        return Done.Well;
    }

    /// <summary>Gives up a participant role; only while no participant has it.</summary>
    public Result<Done> RemoveParticipantRole(string role)
    {
        if (!ParticipantRoles.Contains(role)) return Refusal.NotFound;
        if (ParticipantRoles.Count == 1) return new Refusal("A study needs at least one participant role.");
        ParticipantRoles = [.. ParticipantRoles.Where(r => r != role)];
        return Done.Well;
    }

    private Refusal? Check(string role, string? except) =>
        Words.Required("a name for the participant role", role, 60)
        ?? (ParticipantRoles.Exists(r => r != except && r.Equals(role.Trim(), StringComparison.OrdinalIgnoreCase)) ? new Refusal($"There is a role “{role.Trim()}” already.") : null);
}

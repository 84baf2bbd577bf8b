using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Web.Ui.Api;

/// <summary>What an address can say of which passages are meant, the same as the addresses of the screens (<see cref="Passages.PassageAddress"/>).</summary>
public static class ApiFilters
{
    public static IReadOnlyList<ApiParameter> Passages { get; } =
    [
        new("code", ApiKind.Id, "Codes, each with the codes below it.", IsMany: true),
        new("subcodes", ApiKind.Word, "“no” for the codes alone, without those below them.") { OneOf = ["no"] },
        new("theme", ApiKind.Id, "Themes, each with the codes in it and in its sub-themes.", IsMany: true),
        new("trust", ApiKind.Id, "Trusts.", IsMany: true),
        new("site", ApiKind.Id, "Sites.", IsMany: true),
        new("role", ApiKind.Text, "What the participant who says most of the words is in the study.", IsMany: true),
        new("attribute", ApiKind.Text, "An attribute of that participant and its value, as “id:value”.", IsMany: true),
        new("kind", ApiKind.Word, "The kind of interview.", IsMany: true) { OneOf = [.. Enum.GetNames<InterviewKind>()] },
        new("coder", ApiKind.Id, "Members who coded.", IsMany: true),
        new("participant", ApiKind.Id, "Participants who say most of the words.", IsMany: true),
        new("interview", ApiKind.Id, "Interviews.", IsMany: true),
        new("transcript", ApiKind.Id, "Transcripts.", IsMany: true),
        new("layer", ApiKind.Word, "“Settled” for what was settled between coders; otherwise codings of all coders.") { OneOf = [.. Enum.GetNames<PassageLayer>()] },
        new("from", ApiKind.Day, "Coded on this day or later, by UTC."),
        new("to", ApiKind.Day, "Coded on this day or earlier, by UTC."),
    ];
}

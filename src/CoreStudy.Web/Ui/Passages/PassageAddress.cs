using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Web.Ui.Passages;

/// <summary>A filter of passages as an address has it: what each number of each screen leads to, and what can be sent to a colleague.</summary>
public static class PassageAddress
{
    /// <summary>The page that shows the passages.</summary>
    public static string Of(StudyId studyId, PassageFilter filter) => $"/studies/{studyId.Value}/passages{(Query(filter) is { Length: > 0 } query ? "?" + query : "")}";

    /// <summary>The place of a passage at the desk.</summary>
    /// <param name="turn">From 1.</param>
    public static string Desk(StudyId studyId, TranscriptId transcriptId, int turn) => $"/studies/{studyId.Value}/transcripts/{transcriptId.Value}/code#turn-{turn - 1}";

    /// <summary>Without the question mark; empty for all passages.</summary>
    public static string Query(PassageFilter filter)
    {
        var parts = new List<string>();
        Add("code", filter.Codes);
        if (!filter.WithSubcodes) parts.Add("subcodes=no");
        Add("theme", filter.Themes);
        Add("trust", filter.Trusts);
        Add("site", filter.Sites);
        parts.AddRange(filter.ParticipantRoles.Select(r => $"role={Uri.EscapeDataString(r)}"));
        parts.AddRange(filter.Attributes.Select(a => $"attribute={a.Attribute.Value}:{Uri.EscapeDataString(a.Value)}"));
        parts.AddRange(filter.Kinds.Select(k => $"kind={k}"));
        Add("coder", filter.Coders);
        Add("participant", filter.Participants);
        Add("interview", filter.Interviews);
        Add("transcript", filter.Transcripts);
        if (filter.Layer != PassageLayer.Everybody) parts.Add($"layer={filter.Layer}");
        if (filter.From is { } from) parts.Add(string.Create(CultureInfo.InvariantCulture, $"from={from:yyyy-MM-dd}"));
        if (filter.To is { } to) parts.Add(string.Create(CultureInfo.InvariantCulture, $"to={to:yyyy-MM-dd}"));
        return string.Join('&', parts);

        void Add<TId>(string name, IReadOnlyList<TId> ids)
            where TId : IId => parts.AddRange(ids.Select(i => $"{name}={i.Value}"));
    }

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    /// <param name="query">With or without the question mark.</param>
    public static PassageFilter Read(string query)
    {
        var said = AddressQuery.Parse(query);
        return new PassageFilter
        {
            Codes = Ids("code", i => new CodeId(i)),
            WithSubcodes = !All("subcodes").Contains("no"),
            Themes = Ids("theme", i => new ThemeId(i)),
            Trusts = Ids("trust", i => new TrustId(i)),
            Sites = Ids("site", i => new SiteId(i)),
            ParticipantRoles = [.. All("role").Distinct()],
            Attributes = [.. All("attribute").Select(Attribute).OfType<AttributeValue>().Distinct()],
            Kinds = [.. All("kind").Where(k => Enum.TryParse<InterviewKind>(k, out var kind) && Enum.IsDefined(kind)).Select(Enum.Parse<InterviewKind>).Distinct()],
            Coders = Ids("coder", i => new MemberId(i)),
            Participants = Ids("participant", i => new ParticipantId(i)),
            Interviews = Ids("interview", i => new InterviewId(i)),
            Transcripts = Ids("transcript", i => new TranscriptId(i)),
            Layer = Enum.TryParse<PassageLayer>(All("layer").FirstOrDefault(), out var layer) && Enum.IsDefined(layer) ? layer : PassageLayer.Everybody,
            From = Day("from"),
            To = Day("to"),
        };

        IEnumerable<string> All(string name) => said.TryGetValue(name, out var values) ? values.OfType<string>().Where(v => v.Length > 0) : [];

        IReadOnlyList<TId> Ids<TId>(string name, Func<Guid, TId> make) => [.. All(name).Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty).Where(i => i != Guid.Empty).Distinct().Select(make)];

        DateOnly? Day(string name) => DateOnly.TryParseExact(All(name).FirstOrDefault(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    private static AttributeValue? Attribute(string text) =>
        text.Split(':', 2) is [var id, { Length: > 0 } value] && Guid.TryParse(id, out var attribute) ? new AttributeValue(new AttributeId(attribute), value) : null;
}

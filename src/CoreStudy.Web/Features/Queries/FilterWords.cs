using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;

namespace CoreStudy.Web.Features.Queries;

/// <summary>What a filter says, in plain English and in parts that can be taken off one by one.</summary>
public static class FilterWords
{
    /// <summary>A part of a filter that can be taken off.</summary>
    /// <param name="Key">As the choice has it; null for what is counted by nothing.</param>
    /// <param name="Without">The filter without it.</param>
    public sealed record Chip(FilterBy? By, string? Key, AttributeId? Attribute, string Kind, string Name, PassageFilter Without);

    public static string Of(FilterBy by) => by switch
    {
        FilterBy.Kind => "Kind of interview",
        _ => by.ToString(),
    };

    /// <summary>What the passages are called that a filter lets through, without a full stop: “Passages coded “Training” and said by Peer support worker”.</summary>
    /// <param name="question">What else holds of them, as its sentence begins; null for nothing.</param>
    public static string Sentence(PassageFilter filter, PassageChoices choices, string? question = null)
    {
        var said = new List<string>();
        Add("under the theme", Names(filter.Themes.Select(t => t.Value), choices.Themes));
        Add("said by somebody with the role", [.. filter.ParticipantRoles]);
        foreach (var attribute in filter.Attributes.GroupBy(a => a.Attribute))
            Add($"said by somebody with “{choices.Attributes.FirstOrDefault(a => a.Id == attribute.Key)?.Name ?? "an attribute that is not there any more"}”", [.. attribute.Select(a => a.Value)]);
        Add("said by", Names(filter.Participants.Select(p => p.Value), choices.Participants));
        Add("in", Names(filter.Trusts.Select(t => t.Value), choices.Trusts));
        Add("at", Names(filter.Sites.Select(s => s.Value), choices.Sites));
        if (filter.Kinds.Count > 0) said.Add(string.Join(" or ", filter.Kinds.Select(k => k == InterviewKind.FocusGroup ? "in focus groups" : "in individual interviews")));
        Add("in the interview", Names(filter.Interviews.Select(i => i.Value), choices.Interviews));
        Add("in the transcript", Names(filter.Transcripts.Select(t => t.Value), choices.Transcripts));
        Add("coded by", Names(filter.Coders.Select(c => c.Value), choices.Coders));
        if (Days(filter) is { } days) said.Add(days);
        if (filter.Layer == PassageLayer.Settled) said.Add("in the settled layer");
        var begin = question ?? choices.Sentences.Of(filter.Codes.Count > 0 ? new CodeIs(filter.Codes, filter.WithSubcodes) : null);
        return said.Count == 0 ? begin : $"{begin}{(question is null ? " " : ", looked for among what is ")}{string.Join(", ", said)}";

        void Add(string how, IReadOnlyList<string> names)
        {
            if (names.Count > 0) said.Add($"{how} {Or(names)}");
        }
    }

    /// <summary>Everything that limits a filter, each to be taken off.</summary>
    public static IReadOnlyList<Chip> Chips(PassageFilter filter, PassageChoices choices)
    {
        var chips = new List<Chip>();
        Add(FilterBy.Code, filter.Codes, choices.Codes, rest => filter with { Codes = rest });
        Add(FilterBy.Theme, filter.Themes, choices.Themes, rest => filter with { Themes = rest });
        Add(FilterBy.Trust, filter.Trusts, choices.Trusts, rest => filter with { Trusts = rest });
        Add(FilterBy.Site, filter.Sites, choices.Sites, rest => filter with { Sites = rest });
        chips.AddRange(filter.ParticipantRoles.Select(r => new Chip(FilterBy.Role, r, null, "Role", r, filter with { ParticipantRoles = [.. filter.ParticipantRoles.Except([r])] })));
        chips.AddRange(filter.Attributes.Select(a => new Chip(
            FilterBy.Attribute, a.Value, a.Attribute, choices.Attributes.FirstOrDefault(x => x.Id == a.Attribute)?.Name ?? "Attribute", a.Value, filter with { Attributes = [.. filter.Attributes.Except([a])] })));
        chips.AddRange(filter.Kinds.Select(k => new Chip(FilterBy.Kind, k.ToString(), null, "Kind", PassageChoices.Kinds.First(c => c.Key == k.ToString()).Name, filter with { Kinds = [.. filter.Kinds.Except([k])] })));
        Add(FilterBy.Coder, filter.Coders, choices.Coders, rest => filter with { Coders = rest });
        Add(FilterBy.Participant, filter.Participants, choices.Participants, rest => filter with { Participants = rest });
        Add(FilterBy.Interview, filter.Interviews, choices.Interviews, rest => filter with { Interviews = rest });
        Add(FilterBy.Transcript, filter.Transcripts, choices.Transcripts, rest => filter with { Transcripts = rest });
        if (filter.Layer == PassageLayer.Settled) chips.Add(new Chip(null, null, null, "Layer", "Settled", filter with { Layer = PassageLayer.Everybody }));
        if (Days(filter) is { } days) chips.Add(new Chip(null, null, null, "Days", days, filter with { From = null, To = null }));
        return chips;

        void Add<TId>(FilterBy by, IReadOnlyList<TId> ids, IReadOnlyList<Choice> known, Func<IReadOnlyList<TId>, PassageFilter> with)
            where TId : struct, IId => chips.AddRange(ids.Select(id => new Chip(
                by, id.Value.ToString(), null, Of(by), known.FirstOrDefault(c => c.Key == id.Value.ToString())?.Name ?? (by == FilterBy.Code ? choices.Family.NameOf(new CodeId(id.Value)) : "not known any more"), with([.. ids.Where(i => !i.Equals(id))]))));
    }

    /// <summary>The filter without what it says of one kind.</summary>
    public static PassageFilter Without(PassageFilter filter, FilterBy by, AttributeId? attribute = null) => by switch
    {
        FilterBy.Code => filter with { Codes = [] },
        FilterBy.Theme => filter with { Themes = [] },
        FilterBy.Trust => filter with { Trusts = [] },
        FilterBy.Site => filter with { Sites = [] },
        FilterBy.Role => filter with { ParticipantRoles = [] },
        FilterBy.Attribute => filter with { Attributes = [.. filter.Attributes.Where(a => a.Attribute != attribute)] },
        FilterBy.Kind => filter with { Kinds = [] },
        FilterBy.Coder => filter with { Coders = [] },
        FilterBy.Participant => filter with { Participants = [] },
        FilterBy.Interview => filter with { Interviews = [] },
        _ => filter with { Transcripts = [] },
    };

    /// <summary>The filter with a choice put on, or taken off where it was on.</summary>
    public static PassageFilter Toggle(PassageFilter filter, FilterBy by, string key, AttributeId? attribute = null)
    {
        var id = Guid.TryParse(key, out var parsed) ? parsed : Guid.Empty;
        return by switch
        {
            FilterBy.Code => filter with { Codes = Turned(filter.Codes, new CodeId(id)) },
            FilterBy.Theme => filter with { Themes = Turned(filter.Themes, new ThemeId(id)) },
            FilterBy.Trust => filter with { Trusts = Turned(filter.Trusts, new TrustId(id)) },
            FilterBy.Site => filter with { Sites = Turned(filter.Sites, new SiteId(id)) },
            FilterBy.Role => filter with { ParticipantRoles = Turned(filter.ParticipantRoles, key) },
            FilterBy.Attribute => filter with { Attributes = Turned(filter.Attributes, new AttributeValue(attribute ?? default, key)) },
            FilterBy.Kind => filter with { Kinds = Turned(filter.Kinds, Enum.Parse<InterviewKind>(key)) },
            FilterBy.Coder => filter with { Coders = Turned(filter.Coders, new MemberId(id)) },
            FilterBy.Participant => filter with { Participants = Turned(filter.Participants, new ParticipantId(id)) },
            FilterBy.Interview => filter with { Interviews = Turned(filter.Interviews, new InterviewId(id)) },
            _ => filter with { Transcripts = Turned(filter.Transcripts, new TranscriptId(id)) },
        };
    }

    private static IReadOnlyList<T> Turned<T>(IReadOnlyList<T> list, T item) => list.Contains(item) ? [.. list.Where(i => !Equals(i, item))] : [.. list, item];

    private static List<string> Names(IEnumerable<Guid> ids, IReadOnlyList<Choice> known) =>
        [.. ids.Select(i => known.FirstOrDefault(c => c.Key == i.ToString())?.Name ?? "something that is not there any more")];

    private static string Or(IReadOnlyList<string> names) => names.Count == 1 ? $"“{names[0]}”" : $"{string.Join(", ", names.SkipLast(1).Select(n => $"“{n}”"))} or “{names[^1]}”";

    private static string? Days(PassageFilter filter) => (filter.From, filter.To) switch
    {
        (null, null) => null,
        ({ } from, null) => $"coded on {Ui.Days.Of(from)} or later",
        (null, { } to) => $"coded on {Ui.Days.Of(to)} or earlier",
        ({ } from, { } to) => $"coded from {Ui.Days.Of(from)} to {Ui.Days.Of(to)}",
    };
}

using CoreStudy.Domain.Exchanges;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>Calls the things of a study by the ids that other programs know them by.</summary>
public static class ExchangedIds
{
    /// <param name="theirs">The id that something came with, by the id that it has here; null for what was made here.</param>
    public static ExchangedStudy Under(this ExchangedStudy study, Func<OutsideKind, RefiId, RefiId?> theirs)
    {
        RefiId Of(OutsideKind kind, RefiId ours) => theirs(kind, ours) ?? ours;
        RefiId? Maybe(OutsideKind kind, RefiId? ours) => ours is { } one ? Of(kind, one) : null;
        IReadOnlyList<RefiId> All(OutsideKind kind, IReadOnlyList<RefiId> ours) => [.. ours.Select(o => Of(kind, o))];
        StudyPlace At(StudyPlace place) => place with { Transcript = Of(OutsideKind.Source, place.Transcript) };
        var transcripts = study.Transcripts.ToLookup(t => t.Interview, t => t.Id);

        IEnumerable<(RefiId Key, RefiId Target, StudyPlace? Place)> Targets(ExchangedMemo memo)
        {
            foreach (var code in memo.Codes) yield return (ExchangedLink.KeyOf(memo.Id, code), Of(OutsideKind.Code, code), null);
            foreach (var person in memo.Participants) yield return (ExchangedLink.KeyOf(memo.Id, person), Of(OutsideKind.Case, person), null);
            foreach (var text in memo.Interviews.SelectMany(i => transcripts[i])) yield return (ExchangedLink.KeyOf(memo.Id, text), Of(OutsideKind.Source, text), null);
            foreach (var place in memo.Passages) yield return (ExchangedLink.KeyOf(memo.Id, place, isItsOwn: false), At(place).Transcript, At(place));
            if (memo.Place is { } own) yield return (ExchangedLink.KeyOf(memo.Id, own, isItsOwn: true), At(own).Transcript, At(own));
        }

        ExchangedMemo Memo(ExchangedMemo memo) => memo with
        {
            Id = Of(OutsideKind.Note, memo.Id), By = Maybe(OutsideKind.User, memo.By), Place = memo.Place is { } place ? At(place) : null, Codes = All(OutsideKind.Code, memo.Codes), Themes = All(OutsideKind.Set, memo.Themes),
            Participants = All(OutsideKind.Case, memo.Participants), Interviews = All(OutsideKind.Set, memo.Interviews), Passages = [.. memo.Passages.Select(At)], Selection = theirs(OutsideKind.Selection, memo.Id),
            Links = [.. Targets(memo).Select(t => theirs(OutsideKind.Link, t.Key) is { } link ? new ExchangedLink(link, t.Target, t.Place) : null).OfType<ExchangedLink>()],
        };

        StudyCoding Coding(StudyCoding coding) => coding with
        {
            Id = Of(OutsideKind.Coding, coding.Id), Code = Of(OutsideKind.Code, coding.Code), Coder = Maybe(OutsideKind.User, coding.Coder), Selection = theirs(OutsideKind.Selection, coding.Id),
            Comments = [.. coding.Comments.Select(c => c with { Id = Of(OutsideKind.Note, c.Id), By = Maybe(OutsideKind.User, c.By) })],
        };

        return study with
        {
            Coders = [.. study.Coders.Select(c => c with { Id = Of(OutsideKind.User, c.Id) })],
            Codes = [.. study.Codes.Select(c => c with { Id = Of(OutsideKind.Code, c.Id), Parent = Maybe(OutsideKind.Code, c.Parent) })],
            Attributes = [.. study.Attributes.Select(a => a with { Id = Of(OutsideKind.Variable, a.Id) })],
            Participants = [.. study.Participants.Select(p => p with { Id = Of(OutsideKind.Case, p.Id), Values = p.Values.ToDictionary(v => Of(OutsideKind.Variable, v.Key), v => v.Value) })],
            Trusts = [.. study.Trusts.Select(t => t with { Id = Of(OutsideKind.Set, t.Id) })],
            Interviews = [.. study.Interviews.Select(i => i with { Id = Of(OutsideKind.Set, i.Id), Participants = All(OutsideKind.Case, i.Participants) })],
            Transcripts =
            [
                .. study.Transcripts.Select(t => t with
                {
                    Id = Of(OutsideKind.Source, t.Id), Interview = Of(OutsideKind.Set, t.Interview), Codings = [.. t.Codings.Select(Coding)],
                    Speakers = [.. t.Speakers.Select(s => s with { Participant = Maybe(OutsideKind.Case, s.Participant) })],
                }),
            ],
            Memos = [.. study.Memos.Select(Memo)],
            Themes = [.. study.Themes.Select(t => t with { Id = Of(OutsideKind.Set, t.Id), Parent = Maybe(OutsideKind.Set, t.Parent), Codes = All(OutsideKind.Code, t.Codes) })],
            Findings =
            [
                .. study.Findings.Select(f => f with
                {
                    Id = Of(OutsideKind.Note, f.Id), Theme = Of(OutsideKind.Set, f.Theme), By = Maybe(OutsideKind.User, f.By), Quotes = All(OutsideKind.Note, f.Quotes),
                    Evidence = [.. f.Evidence.Select(e => e with { Coding = Of(OutsideKind.Coding, e.Coding), Place = At(e.Place) })],
                }),
            ],
            Quotes = [.. study.Quotes.Select(q => q with { Id = Of(OutsideKind.Note, q.Id), Whole = At(q.Whole), By = Maybe(OutsideKind.User, q.By) })],
        };
    }
}

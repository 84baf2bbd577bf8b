using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>The demonstration's findings, on its own codings, and quotes from them. Passages are named by words of theirs: where a transcript does not say them, loading fails.</summary>
internal sealed class DemonstrationFindings(
    StudyId studyId, Member researcher, Member lead, IReadOnlyDictionary<string, Theme> themes, IReadOnlyList<Transcript> transcripts, IReadOnlyList<Coding> codings,
    Func<TranscriptId, CodingHead> headOf, DateTimeOffset now)
{
    private readonly List<object> _made = [];
    private DateTimeOffset _at = now.AddDays(-5);

    /// <summary>Everything that there is to store.</summary>
    public IReadOnlyList<object> Make()
    {
        var files = DemonstrationFiles.Findings();
        foreach (var group in files.GroupBy(f => f.Theme)) foreach (var (order, file) in group.Index()) Make(file, themes[group.Key], order);
        ChangeSince(files[^1]);
        return _made;
    }

    private void Make(FindingFile file, Theme theme, int order)
    {
        _at = _at.AddMinutes(19);
        var (finding, first) = DemonstrationStudy.Must(Finding.Write(studyId, theme.Id, new FindingWords(file.Claim, Enum.Parse<FindingStrength>(file.Strength), file.Caveat), order, researcher.Id, _at));
        _made.Add(finding);
        _made.Add(first);
        foreach (var words in file.For) Choose(finding, theme, words, EvidenceSide.Supporting, researcher);
        foreach (var words in file.Against) Choose(finding, theme, words, EvidenceSide.Contradicting, researcher);
        foreach (var words in file.Blind) Choose(finding, theme, words, EvidenceSide.Supporting, lead); // of a round that is blind to the researcher
        foreach (var quote in file.Quotes) Quote(finding, theme, quote);
    }

    private void Choose(Finding finding, Theme theme, string words, EvidenceSide side, Member by)
    {
        _at = _at.AddMinutes(1);
        var passage = KeptPassage.Of(Find(theme, words), by.Id, _at);
        _made.Add(passage);
        _made.Add(DemonstrationStudy.Must(Evidence.Add(finding, passage, side, "", by.Id, _at)));
    }

    private void Quote(Finding finding, Theme theme, QuoteFile file)
    {
        _at = _at.AddMinutes(2);
        var (transcript, kept) = Follow(file);
        var coding = Find(theme, file.Words);
        var passage = coding.Segment.Start <= kept[0].Start && coding.Segment.End >= kept[^1].End
            ? KeptPassage.Of(coding, researcher.Id, _at)
            : DemonstrationStudy.Must(KeptPassage.Of(studyId, transcript.Id, new TranscriptText(transcript.Text.Words), new Segment(kept[0].Start, kept[^1].End), researcher.Id, _at));
        var next = 0;
        List<QuotePiece> pieces = [.. file.Keep.Select(k => k[0] == '[' ? new QuotePiece(null, k.Trim('[', ']')) : new QuotePiece(kept[next++]))];
        var made = DemonstrationStudy.Must(Domain.Findings.Quote.Make(passage, pieces, textRevision: 0, researcher.Id, _at));
        if (file.Approved) made.Quote.Approve(lead.Id, _at.AddDays(1));
        _made.AddRange(made.Kept);
        _made.Add(made.Quote);
        _made.Add(FindingQuote.Attach(finding, made.Quote, researcher.Id, _at));
    }

    /// <summary>A coder has since taken one passage away, and seen another as something else: the finding has to be looked at again.</summary>
    private void ChangeSince(FindingFile file)
    {
        var theme = themes[file.Theme];
        Act(Find(theme, file.For[0]), ActKind.Remove, c => c.State with { IsRemoved = true });
        Act(Find(theme, file.For[1]), ActKind.Recode, c => c.State with { CodeId = themes["team.risk"].CodesInOrder[0] });
    }

    private void Act(Coding coding, ActKind kind, Func<Coding, CodingState> after)
    {
        var (head, before) = (headOf(coding.TranscriptId), coding.State);
        head.MoveTo(head.Revision + 1);
        coding.Become(after(coding), coding.Words, now.AddHours(-20));
        coding.StampRevision(head.Revision);
        _made.Add(CodingAct.Record(ActId.New(), coding.TranscriptId, head.Revision, coding.MemberId, now.AddHours(-20), kind, coding.Id, before, coding.State));
    }

    /// <summary>A coding over these words: one that holds them all before others, one of a code of the theme before others, the earliest.</summary>
    private Coding Find(Theme theme, string words)
    {
        var (transcript, place) = Locate(words);
        return codings.Where(c => c.TranscriptId == transcript.Id && c.RemovedAt is null && c.Segment.Overlaps(place))
                .OrderBy(c => theme.Holds(c.CodeId) ? 0 : 1).ThenBy(c => c.Segment.Start <= place.Start && c.Segment.End >= place.End ? 0 : 1).ThenBy(c => c.CodedAt).FirstOrDefault()
            ?? throw new InvalidOperationException($"The demonstration is wrong: nobody has coded “{words}”.");
    }

    /// <summary>Where what a quote keeps lies: one after the other, around the words that it is named by.</summary>
    private (Transcript Transcript, IReadOnlyList<Segment> Kept) Follow(QuoteFile file)
    {
        var (transcript, place) = Locate(file.Words);
        var (text, said) = (transcript.Text.Words, file.Keep.Where(k => k[0] != '[').ToList());
        for (var start = place.Start; start >= 0 && (start = text.LastIndexOf(said[0], Math.Min(text.Length, start + said[0].Length) - 1, StringComparison.Ordinal)) >= 0; start--)
        {
            var (kept, from) = (new List<Segment>(), start);
            foreach (var words in said)
            {
                var at = text.IndexOf(words, from, StringComparison.Ordinal);
                if (at < 0) break;
                kept.Add(new Segment(at, from = at + words.Length));
            }

            if (kept.Count == said.Count && kept[0].Start <= place.Start && kept[^1].End >= place.End) return (transcript, kept);
        }

        throw new InvalidOperationException($"The demonstration is wrong: a quote keeps what is not said around “{file.Words}”.");
    }

    /// <summary>The one place where these words are said.</summary>
    private (Transcript Transcript, Segment Place) Locate(string words)
    {
        var found = transcripts.Where(t => t.Text.Words.Contains(words, StringComparison.Ordinal)).ToList();
        if (found.Count != 1) throw new InvalidOperationException($"The demonstration is wrong: {found.Count} transcripts say “{words}”.");
        var start = found[0].Text.Words.IndexOf(words, StringComparison.Ordinal);
        return (found[0], new Segment(start, start + words.Length));
    }
}

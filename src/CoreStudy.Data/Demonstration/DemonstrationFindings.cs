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
    StudyId studyId, Member researcher, Member lead, IReadOnlyDictionary<string, Theme> themes, IReadOnlyList<Coding> codings, Func<TranscriptId, CodingHead> headOf, DateTimeOffset now)
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
        var coding = Find(theme, file.Keep.Where(k => k[0] != '[').Append(file.Words));
        var passage = KeptPassage.Of(coding, researcher.Id, _at);
        var (pieces, from) = (new List<QuotePiece>(), 0);
        foreach (var kept in file.Keep)
        {
            if (kept[0] == '[')
            {
                pieces.Add(new QuotePiece(null, kept.Trim('[', ']')));
                continue;
            }

            var start = passage.Words.IndexOf(kept, from, StringComparison.Ordinal);
            from = start + kept.Length;
            pieces.Add(new QuotePiece(new Segment(passage.Segment.Start + start, passage.Segment.Start + from)));
        }

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

    private Coding Find(Theme theme, string words) => Find(theme, [words]);

    /// <summary>A coding whose words hold all of these; of a code of the theme where there is one.</summary>
    private Coding Find(Theme theme, IEnumerable<string> words)
    {
        var all = words.ToList();
        return codings.Where(c => c.RemovedAt is null && all.TrueForAll(w => c.Words.Contains(w, StringComparison.Ordinal)))
                .OrderBy(c => theme.Holds(c.CodeId) ? 0 : 1).ThenBy(c => c.CodedAt).FirstOrDefault()
            ?? throw new InvalidOperationException($"The demonstration is wrong: no passage says “{string.Join(" … ", all)}”.");
    }
}

using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Themes;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Charts;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>How the sentences and headings of a report are when nobody has written others.</summary>
public static class ReportTerms
{
    public static string Of(ReportPartKind kind) => kind switch
    {
        ReportPartKind.Title => "Title",
        ReportPartKind.Process => "Process",
        ReportPartKind.Purpose => "Purpose",
        ReportPartKind.Theme => "Theme",
        ReportPartKind.Quotes => "Quotes",
        ReportPartKind.Issues => "Issues and improvements",
        ReportPartKind.Matrix => "Table of a matrix",
        ReportPartKind.Picture => "Picture",
        ReportPartKind.Text => "Own words",
        ReportPartKind.Acknowledgement => "Acknowledgement",
        ReportPartKind.Contact => "Contact",
        ReportPartKind.Framework => "Coding framework",
        ReportPartKind.Methods => "Methods",
        _ => "Checklist",
    };

    /// <summary>What a part is good for, for who chooses one.</summary>
    public static string About(ReportPartKind kind) => kind switch
    {
        ReportPartKind.Title => "The first slide or page: name, subtitle, who presents.",
        ReportPartKind.Process => "How many interviews, focus groups, trusts and participants, counted when the report is read.",
        ReportPartKind.Purpose => "Why the study was made: the study’s description, or your own words.",
        ReportPartKind.Theme => "A theme with its findings, caveats and quotes.",
        ReportPartKind.Quotes => "Quotes by themselves, those that you choose.",
        ReportPartKind.Issues => "What goes badly, and beside it what could be better.",
        ReportPartKind.Matrix => "The numbers of a matrix as a table.",
        ReportPartKind.Picture => "A picture: framework map, network, saturation, timeline, or a matrix in colours.",
        ReportPartKind.Text => "Paragraphs and bullets of your own.",
        ReportPartKind.Acknowledgement => "Thanks, and who paid for it, with the number of the grant and the disclaimer.",
        ReportPartKind.Contact => "Who can be asked.",
        ReportPartKind.Framework => "Every code with its definition, as an appendix.",
        ReportPartKind.Methods => "How the coding was done, in sentences for a paper that you can edit.",
        _ => "A reporting checklist, as an appendix.",
    };

    /// <summary>The heading that stands where none was written.</summary>
    public static string Heading(ReportPartKind kind) => kind switch
    {
        ReportPartKind.Process => "How we went about it",
        ReportPartKind.Purpose => "Why we asked",
        ReportPartKind.Quotes => "In people’s own words",
        ReportPartKind.Issues => "Issues and improvements",
        ReportPartKind.Acknowledgement => "With thanks",
        ReportPartKind.Contact => "Contact",
        ReportPartKind.Framework => "The coding framework",
        ReportPartKind.Methods => "How the coding was done",
        _ => "",
    };
}

/// <summary>Reads all that a report tells, at one moment, for a reader who was let in: each kind of thing once, however many parts tell of it.</summary>
internal sealed class ReportReading(StudyDb db, Member reader, Report report, DateOnly today, IAskedPictures pictures, IToldAgreement agreement, IToldChecklists? checklists)
{
    private readonly List<ReportStop> _stops = [];
    private IReadOnlyList<ThemeFacts>? _themes;
    private FindingList? _findings;
    private IReadOnlyList<QuoteView>? _quotes;
    private int _smallest;

    private sealed record ThemeFacts(ThemeId Id, ThemeId? ParentId, string Name, string CentralIdea, string Narrative, ThemeStatus Status, int Order);

    private string Study => $"/studies/{reader.StudyId.Value}";

    /// <summary>The quotes that were read for it, by id.</summary>
    public IReadOnlyDictionary<QuoteId, QuoteView> Quotes => (_quotes ?? []).ToDictionary(q => q.Id);

    public async Task<(ToldReport Told, IReadOnlyList<ReportStop> Stops)> RunAsync(CancellationToken cancel)
    {
        var study = await db.Studies.Where(s => s.Id == reader.StudyId).Select(s => new { s.Name, s.Description }).SingleAsync(cancel);
        _smallest = await PeopleColumns.SmallestCellAsync(db, reader.StudyId, cancel);
        var told = new List<ToldPart>();
        foreach (var (at, part) in report.Standing.Index())
        {
            var written = await TellAsync(part, study.Description, cancel);
            if (written.Count == 0 && !_stops.Exists(s => s.Part == part.Id)) Look(StopKind.Empty, part, "There is nothing in this part yet, so it is left out.", "Write it, or take it out");
            told.Add(new ToldPart(part.Id, at + 1, part.Kind, written));
        }

        if (reader.TrustIds.Count > 0) _stops.Add(new ReportStop(StopKind.PartOfStudy, false, null, "You work for some trusts alone. What is counted here is of those, and will be another number for others.", "See which", $"{Study}/places"));
        return (new ToldReport(report.Name, study.Name, today, told), _stops);
    }

    private async Task<IReadOnlyList<WrittenPart>> TellAsync(ReportPart part, string description, CancellationToken cancel)
    {
        var heading = part.Heading.Length > 0 ? part.Heading : ReportTerms.Heading(part.Kind);
        var lines = ReportLines.Read(part.Text);
        switch (part.Kind)
        {
            case ReportPartKind.Title:
                return [new TitlePart(part.Heading.Length > 0 ? part.Heading : report.Name, report.Subtitle, ReportLines.EachLine(report.Presenters))];
            case ReportPartKind.Process:
                return [new TextPart(heading, [.. await ProcessAsync(part, cancel), .. lines])];
            case ReportPartKind.Purpose:
                return lines.Count > 0 ? [new TextPart(heading, lines)] : description.Length > 0 ? [new TextPart(heading, ReportLines.Read(description))] : [];
            case ReportPartKind.Theme:
                return await ThemeAsync(part, cancel);
            case ReportPartKind.Quotes:
                await QuotesAsync(cancel);
                return part.Choice.Quotes.Count == 0 ? [] : [new QuotesPart(heading, [.. part.Choice.Quotes.Select(QuoteMarks.Of)])];
            case ReportPartKind.Issues:
                return await IssuesAsync(part, heading, lines, cancel);
            case ReportPartKind.Matrix or ReportPartKind.Picture:
                return await PictureAsync(part, cancel);
            case ReportPartKind.Acknowledgement:
                return lines.Count == 0 && report.Funder.Length == 0 && report.Disclaimer.Length == 0 ? [] : [new ThanksPart(heading, lines, report.Funder, report.Grant, report.Disclaimer, [])];
            case ReportPartKind.Contact:
                return lines.Count == 0 && report.Contact.Length == 0 ? [] : [new ThanksPart(heading, lines, "", "", "", ReportLines.EachLine(report.Contact))];
            case ReportPartKind.Framework:
                return await FrameworkAsync(heading, part.Text, cancel);
            case ReportPartKind.Methods:
                return [new TextPart(heading, lines.Count > 0 ? lines : ReportLines.Read(await MethodsAsync(cancel)))];
            case ReportPartKind.Checklist:
                return await ChecklistAsync(part, cancel);
            default:
                return lines.Count == 0 && part.Heading.Length == 0 ? [] : [new TextPart(heading, lines)];
        }
    }

    /// <summary>Who was asked: of interviews that were held, in trusts that the reader reaches; numbers of people that too few share are not told.</summary>
    private async Task<IReadOnlyList<WrittenLine>> ProcessAsync(ReportPart part, CancellationToken cancel)
    {
        var reach = reader.TrustIds;
        var held = db.Interviews.Where(i => i.StudyId == reader.StudyId && i.State == InterviewState.Held && i.ArchivedAt == null && (reach.Count == 0 || reach.Contains(i.TrustId)));
        var kinds = await held.GroupBy(i => i.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var trusts = await held.Select(i => i.TrustId).Distinct().CountAsync(cancel);
        var people = await db.Participants.Where(p => p.StudyId == reader.StudyId && (p.Withdrawn == null || p.Withdrawn == WithdrawalScope.QuotesOnly) && held.Any(i => i.Participants.Any(x => x.ParticipantId == p.Id)))
            .GroupBy(p => p.Role).Select(g => new { Role = g.Key, Count = g.Count() }).ToListAsync(cancel);
        if (kinds.Count == 0) return [];
        var (single, groups) = (kinds.GetValueOrDefault(InterviewKind.Individual), kinds.GetValueOrDefault(InterviewKind.FocusGroup));
        string[] sorts = [.. new[] { single > 0 ? HowMany.Of(single, "interview") : "", groups > 0 ? HowMany.Of(groups, "focus group") : "" }.Where(s => s.Length > 0)];
        var lines = new List<WrittenLine> { new($"{string.Join(" and ", sorts)} in {HowMany.Of(trusts, "trust")}", 1) };
        if (people.Count == 0) return lines;

        var roles = await db.Studies.Where(s => s.Id == reader.StudyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var byRole = people.OrderBy(p => roles.IndexOf(p.Role) is var at && at < 0 ? int.MaxValue : at).ThenBy(p => p.Role, StringComparer.Ordinal).ToList();
        var counts = new int[1, byRole.Count];
        for (var i = 0; i < byRole.Count; i++) counts[0, i] = byRole[i].Count;
        var table = SmallCells.HoldBack(counts, _smallest);
        var all = people.Sum(p => p.Count);
        lines.Add(new WrittenLine(table.IsRowTotalHeld(0) ? "Participants" : HowMany.Of(all, "participant"), 1));
        lines.AddRange(byRole.Select((p, i) => new WrittenLine(table.IsHeld(0, i) ? $"{p.Role}: {(p.Count < _smallest ? $"fewer than {_smallest}" : "not told")}" : $"{p.Role}: {p.Count:N0}", 2)));
        if (byRole.Index().Any(p => table.IsHeld(0, p.Index))) Look(StopKind.SmallCells, part, $"Numbers of participants are held back where fewer than {_smallest} share them, or where such a number could be worked out.", "See the rule", $"{Study}/disclosure");
        return lines;
    }

    private async Task<IReadOnlyList<WrittenPart>> ThemeAsync(ReportPart part, CancellationToken cancel)
    {
        var themes = await ThemesAsync(cancel);
        if (part.Choice.Theme is not { } id) return [];
        if (themes.FirstOrDefault(t => t.Id == id) is not { } theme || theme.Status == ThemeStatus.Dropped)
        {
            Stop(StopKind.Gone, part, "The theme that this part tells of was dropped or removed.", "Choose another theme");
            return [];
        }

        await QuotesAsync(cancel);
        var findings = await FindingsAsync(cancel);
        var placed = new HashSet<QuoteId>();
        var pieces = new List<WrittenPart> { Piece(part, theme, 0, findings, placed) };
        if (part.Choice.WithSubThemes)
            pieces.AddRange(themes.Where(t => t.ParentId == id && t.Status != ThemeStatus.Dropped).OrderBy(t => t.Order).Select(t => Piece(part, t, 1, findings, placed)));
        var apart = part.Choice.Quotes.Where(q => !placed.Contains(q)).Select(QuoteMarks.Of).ToList();
        if (apart.Count > 0) pieces[0] = (ThemePart)pieces[0] with { Quotes = apart };
        return pieces;
    }

    private ThemePart Piece(ReportPart part, ThemeFacts theme, int level, FindingList list, HashSet<QuoteId> placed)
    {
        var choice = part.Choice;
        var findings = new List<WrittenFinding>();
        foreach (var finding in list.All.Where(f => f.ThemeId == theme.Id && !choice.WithoutFindings.Contains(f.Id)))
        {
            Check(part, finding);
            var quotes = choice.Quotes.Count > 0
                ? choice.Quotes.Where(q => Quotes.TryGetValue(q, out var view) && view.Uses.Any(u => u.FindingId == finding.Id) && placed.Add(q)).ToList()
                : Of(finding.Id).Where(q => !choice.WithoutQuotes.Contains(q.Id)).Take(choice.QuotesEach).Select(q => q.Id).Where(placed.Add).ToList();
            findings.Add(new WrittenFinding(finding.Claim, Below(part, finding), [.. quotes.Select(QuoteMarks.Of)]));
        }

        var narrative = level == 0 && part.Text.Length > 0 ? part.Text : choice.WithNarrative ? theme.Narrative : "";
        return new ThemePart(level == 0 && part.Heading.Length > 0 ? part.Heading : theme.Name, theme.CentralIdea, narrative, findings, [], level);
    }

    /// <summary>The quotes of a finding: approved ones before others, then as they were made.</summary>
    private IEnumerable<QuoteView> Of(FindingId finding) =>
        (_quotes ?? []).Where(q => q.Uses.Any(u => u.FindingId == finding)).OrderBy(q => q.Status == QuoteStatus.Approved ? 0 : 1).ThenBy(q => q.MadeAt).ThenBy(q => q.Id.Value);

    private List<string> Below(ReportPart part, FindingRow finding)
    {
        var below = new List<string>();
        if (part.Choice.WithStrength) below.Add($"Strength: {FindingTerms.Of(finding.Strength).ToLowerInvariant()}");
        if (part.Choice.WithCounts)
        {
            var (people, against) = (finding.Supporting.People, finding.Contradicting.People);
            if (people > 0 && people < _smallest)
            {
                below.Add($"Said by fewer than {_smallest} people");
                Look(StopKind.SmallCells, part, $"How many people say so is held back where they are fewer than {_smallest}.", "See the rule", $"{Study}/disclosure");
            }
            else if (people > 0)
            {
                below.Add($"Said by {HowMany.Of(people, "person", "people")} in {HowMany.Of(finding.Supporting.Interviews, "interview")}");
            }

            if (against > 0) below.Add(against < _smallest ? "Some say otherwise" : $"{HowMany.Of(against, "person says", "people say")} otherwise");
        }

        if (part.Choice.WithCaveats && finding.Caveat.Length > 0) below.Add(finding.Caveat);
        return below;
    }

    private void Check(ReportPart part, FindingRow finding)
    {
        var page = $"{Study}/findings/{finding.Id.Value}";
        var claim = $"“{finding.Claim}”";
        if (finding is { Supporting.Passages: 0, Hidden: 0, PutAway: 0 }) _stops.Add(new ReportStop(StopKind.WithoutEvidence, true, part.Id, $"{claim} stands on no passage.", "Choose passages for it", page));
        else if (finding.Supporting.Passages == 0) _stops.Add(new ReportStop(StopKind.WithoutEvidence, false, part.Id, $"You can see no passage for {claim} now: they are hidden from you, or put away.", "Open the finding", page));
        if (finding.NeedsLook > 0) _stops.Add(new ReportStop(StopKind.EvidenceChanged, false, part.Id, $"{HowMany.Of(finding.NeedsLook, "passage")} of {claim} changed since {(finding.NeedsLook == 1 ? "it was" : "they were")} chosen.", "Look at them again", page));
    }

    private async Task<IReadOnlyList<WrittenPart>> IssuesAsync(ReportPart part, string heading, IReadOnlyList<WrittenLine> lines, CancellationToken cancel)
    {
        var left = lines.ToList();
        if (part.Choice.Theme is { } id)
        {
            if ((await ThemesAsync(cancel)).FirstOrDefault(t => t.Id == id) is not { } theme || theme.Status == ThemeStatus.Dropped)
            {
                Stop(StopKind.Gone, part, "The theme that this part tells of was dropped or removed.", "Choose another theme");
            }
            else
            {
                foreach (var finding in (await FindingsAsync(cancel)).All.Where(f => f.ThemeId == id && !part.Choice.WithoutFindings.Contains(f.Id)))
                {
                    Check(part, finding);
                    left.Add(new WrittenLine(finding.Claim, 1));
                }
            }
        }

        var right = ReportLines.Read(part.Beside);
        return (left.Count, right.Count) switch
        {
            (0, 0) => [],
            (_, 0) => [new TextPart(heading, left)],
            _ => [new SidesPart(heading, "Issues", left, "Improvements", right)],
        };
    }

    private async Task<IReadOnlyList<WrittenPart>> PictureAsync(ReportPart part, CancellationToken cancel)
    {
        if (part.Choice.Address.Length == 0) return [];
        if ((await pictures.ReadAsync(reader.AccountId, reader.StudyId, part.Choice.Address, cancel)).IsRefused(out var no, out var asked))
        {
            Stop(StopKind.Gone, part, no.Sentence, "Choose another");
            return [];
        }

        var heading = part.Heading.Length > 0 ? part.Heading : asked.Title;
        var note = part.Text.Length > 0 ? part.Text : asked.Note;
        if (part.Kind == ReportPartKind.Picture) return [.. asked.Pictures.Select(p => new PicturePart(heading, SvgMarkup.File(p), p.Description, note))];
        if (asked.Table is not { } table)
        {
            Stop(StopKind.Gone, part, "This is a picture, not a matrix, and has no table.", "Choose a matrix");
            return [];
        }

        if (table.Rows.Any(r => r.Contains(Export.HeldBack))) Look(StopKind.SmallCells, part, $"Numbers of people are held back where fewer than {_smallest} share them, or where such a number could be worked out.", "See the rule", $"{Study}/disclosure");
        // what a row lies under is told where some row lies under anything
        var hasAbove = table.Rows.Any(r => r[1].Length > 0);
        IReadOnlyList<string> Kept(IReadOnlyList<string> row) => hasAbove ? row : [row[0], .. row.Skip(2)];
        return [new TablePart(heading, ["", .. Kept([.. table.Columns.Select(c => c.Title)]).Skip(1)], [.. table.Rows.Select(Kept)], hasAbove ? 2 : 1, note)];
    }

    private async Task<IReadOnlyList<WrittenPart>> FrameworkAsync(string heading, string note, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == reader.StudyId && c.State == CodeState.Active && c.MergedInto == null).ToListAsync(cancel);
        var rows = FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(c => (IReadOnlyList<string>)
            [string.Concat(Enumerable.Repeat("› ", c.Depth)) + c.Code.Words.Name, c.Code.Words.Definition]).ToList();
        return rows.Count == 0 ? [] : [new TablePart(heading, ["Code", "Definition"], rows, 2, note, IsAppendix: true)];
    }

    /// <summary>Only what the study knows: transcripts, framework, coders, double coding, agreement, settling, themes.</summary>
    public async Task<string> MethodsAsync(CancellationToken cancel)
    {
        var reach = reader.TrustIds;
        var open = db.Transcripts.Where(t => t.StudyId == reader.StudyId && t.ReleasedAt != null && t.OpenedAt != null && t.ArchivedAt == null && (reach.Count == 0 || reach.Contains(t.TrustId)));
        var transcripts = await open.CountAsync(cancel);
        var done = db.Assignments.Where(a => a.StudyId == reader.StudyId && !a.IsSecondReading && (a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff) && open.Any(t => t.Id == a.TranscriptId));
        var coders = await done.Select(a => a.MemberId).Distinct().CountAsync(cancel);
        var byTranscript = await done.GroupBy(a => a.TranscriptId).Select(g => g.Select(a => a.MemberId).Distinct().Count()).ToListAsync(cancel);
        var codes = await db.Codes.CountAsync(c => c.StudyId == reader.StudyId && c.State == CodeState.Active && c.MergedInto == null, cancel);
        var frozen = await db.FrameworkVersions.Where(v => v.StudyId == reader.StudyId).CountAsync(cancel);
        var settled = await db.Settlements.CountAsync(s => s.StudyId == reader.StudyId && s.State == SettlementState.SignedOff && open.Any(t => t.Id == s.TranscriptId), cancel);
        var themes = await ThemesAsync(cancel);
        var sentences = new List<string>();
        if (transcripts > 0) sentences.Add($"{(transcripts == 1 ? "1 transcript was" : $"{transcripts:N0} transcripts were")} coded with a framework of {HowMany.Of(codes, "code")}{(frozen > 0 ? $", of which {HowMany.Of(frozen, "version was", "versions were")} kept on the way" : "")}.");
        if (coders > 0)
        {
            var (finished, twice) = (byTranscript.Count, byTranscript.Count(c => c > 1));
            sentences.Add($"{HowMany.Of(coders, "coder")} coded; {(finished == transcripts && finished > 1 ? "all transcripts have" : finished == 1 ? "1 transcript has" : $"{finished:N0} transcripts have")} been coded to the end, {twice.ToString("N0", CultureInfo.CurrentCulture)} by two or more coders.");
        }

        var paragraphs = new List<string> { string.Join(' ', sentences) };
        var agreed = (await agreement.ReadAsync(reader.AccountId, reader.StudyId, cancel)).IsRefused(out _, out var told) ? "" : told;
        if (agreed.Length > 0) paragraphs.Add(agreed);
        if (settled > 0) paragraphs.Add($"Differences between coders were settled one by one, and signed off, in {HowMany.Of(settled, "transcript")}.");
        var (tops, below) = (themes.Count(t => t.ParentId is null && t.Status != ThemeStatus.Dropped), themes.Count(t => t.ParentId is not null && t.Status != ThemeStatus.Dropped));
        if (tops > 0) paragraphs.Add($"From the codes the team built {HowMany.Of(tops, "theme")}{(below > 0 ? $" with {HowMany.Of(below, "sub-theme")}" : "")}.");
        return string.Join("\n\n", paragraphs.Where(p => p.Length > 0));
    }

    private async Task<IReadOnlyList<WrittenPart>> ChecklistAsync(ReportPart part, CancellationToken cancel)
    {
        if (part.Choice.Checklist.Length == 0) return [];
        if (checklists is null)
        {
            Stop(StopKind.Gone, part, "There are no checklists on this installation.", "Take the part out");
            return [];
        }

        if ((await checklists.ReadAsync(reader.AccountId, reader.StudyId, part.Choice.Checklist, cancel)).IsRefused(out var no, out var list))
        {
            Stop(StopKind.Gone, part, no.Sentence, "Choose another");
            return [];
        }

        return [part.Heading.Length > 0 ? list with { Heading = part.Heading } : list];
    }

    private async Task<IReadOnlyList<ThemeFacts>> ThemesAsync(CancellationToken cancel) => _themes ??= await db.Themes.AsNoTracking().IgnoreAutoIncludes().Where(t => t.StudyId == reader.StudyId)
        .Select(t => new ThemeFacts(t.Id, t.ParentId, t.Name, t.CentralIdea, t.Narrative, t.Status, t.Order)).ToListAsync(cancel);

    private async Task<FindingList> FindingsAsync(CancellationToken cancel) => _findings ??= await ReadFindings.ListAsync(db, reader, null, null, cancel);

    private async Task<IReadOnlyList<QuoteView>> QuotesAsync(CancellationToken cancel) => _quotes ??= await ReadQuotes.ViewsAsync(db, reader, null, cancel);

    private void Stop(StopKind kind, ReportPart part, string words, string mend) => _stops.Add(new ReportStop(kind, true, part.Id, words, mend, null));

    private void Look(StopKind kind, ReportPart part, string words, string mend, string? address = null)
    {
        var stop = new ReportStop(kind, false, part.Id, words, mend, address);
        if (!_stops.Contains(stop)) _stops.Add(stop);
    }
}

using CoreStudy.Data;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>How a study is to leave for another program.</summary>
/// <param name="Variant">How places are counted and lines ended.</param>
/// <param name="IsForOthers">Whether it leaves the team: then interviews alone go of which everybody agreed to archiving.</param>
/// <param name="AreCodersNumbered">Whether coders are called “Coder 1” and so on rather than by their names.</param>
public sealed record StudyExportChoices(RefiVariant Variant, bool IsForOthers, bool AreCodersNumbered);

/// <summary>What a long piece of work is at.</summary>
public enum ExchangeStep
{
    Reading,
    Checking,
    Writing,
    Storing,
}

/// <summary>A study that is to leave.</summary>
/// <param name="Outcome">What the gate says of it.</param>
/// <param name="Content">The file; null where it may not leave.</param>
/// <param name="Behind">What is not in it.</param>
/// <param name="Changed">What could not be written as it is.</param>
public sealed record LeavingStudy(ExportOutcome Outcome, string FileName, byte[]? Content, IReadOnlyList<LeftBehind> Behind, IReadOnlyList<RefiFinding> Changed)
{
    public override string ToString() => $"{FileName.Length} characters of name, {Content?.Length} bytes";
}

/// <summary>Writes a study as a project that other programs read, as far as the member may take it out and the gate lets it go.</summary>
public sealed class ExportStudy(IDbContextFactory<StudyDb> databases, Permissions permissions, IExportGate gate, ILogger<ExportStudy> logger) : IUseCase
{
    private const int FirstOfPeople = 8;

    /// <summary>Whether this account may take the study out.</summary>
    public async Task<Result<Done>> AskAsync(AccountId me, StudyId studyId, CancellationToken cancel) =>
        (await permissions.AskAsync(me, studyId, Operation.TakeOutStudy, cancel)).IsRefused(out var refusal, out _) ? refusal : Done.Well;

    /// <param name="cautioned">Whether the person has read what the gate cautions of.</param>
    public async Task<Result<LeavingStudy>> RunAsync(AccountId me, StudyId studyId, StudyExportChoices choices, bool cautioned, IProgress<ExchangeStep>? progress, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.TakeOutStudy, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        progress?.Report(ExchangeStep.Reading);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = await OutsideIds.ReadAsync(db, studyId, cancel);
        var (study, behind) = await StudyForExchange.ReadAsync(db, reader, known.Keys.Where(k => k.Kind == OutsideKind.User).Select(k => new MemberId(k.Ours)), choices.IsForOthers, cancel);
        if (choices.AreCodersNumbered) study = study with { Coders = [.. study.Coders.OrderBy(c => c.Id.ToString(), StringComparer.Ordinal).Select((c, i) => c with { Name = $"Coder {i + 1}" })] };
        progress?.Report(ExchangeStep.Checking);
        var shortName = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel);
        var export = Table(study, $"{FileLeaving.ShortNameOf(shortName)}.qdpx");
        if ((await gate.AskAsync(me, studyId, export, cautioned, cancel)).IsRefused(out var no, out var outcome)) return no;
        if (outcome.File is not { } released) return new LeavingStudy(outcome, export.FileName, null, behind, []);

        progress?.Report(ExchangeStep.Writing);
        var theirs = AsReleased(study, export, released).Under((kind, ours) => known.TryGetValue((kind, ours.Value), out var id) ? new RefiId(id) : null);
        var (project, heldBack) = (StudyWriter.ToProject(theirs), released.Rows.Count(r => r.Skip(FirstOfPeople).Contains(Export.HeldBack) && r[1].Length > 0));
        var file = new MemoryStream();
        var written = await Task.Run(() => ExchangeFile.Write(project, file, choices.Variant, files: null, cancel), cancel);
        if (written.IsRefused(out var unwritten, out var writing)) return unwritten;
        var codings = study.Transcripts.Sum(t => t.Codings.Count);
        Log.StudyLeft(logger, studyId, study.Transcripts.Count, codings);
        return new LeavingStudy(outcome with { HeldBack = heldBack }, export.FileName, file.ToArray(), behind, writing.Findings);
    }

    /// <summary>Everything in words that leaves, a cell each, for the gate to look through: a column for each kind of thing.</summary>
    private static Export Table(ExchangedStudy whole, string fileName)
    {
        var attributes = whole.Attributes.Select(a => (a.Id, Key: KeyOf(a))).ToList();
        var columns = new List<ExportColumn>
        {
            new("Name", IsLabel: true), new("Participant"), new("Interview"), new("Code"), new("Transcript"), new("Question or comment"), new("Memo"), new("Theme, finding or quote"),
        };
        columns.AddRange(whole.Attributes.Select((a, i) => new ExportColumn(a.Name, Attribute: attributes[i].Key)));
        var (rows, whom) = (new List<IReadOnlyList<string>>(), new List<ParticipantId>());
        void Add(int column, string words, ExchangedParticipant? participant = null)
        {
            if (words.Length == 0) return;
            var row = new string[columns.Count];
            Array.Fill(row, "");
            row[column] = words;
            if (participant is not null) for (var i = 0; i < attributes.Count; i++) row[FirstOfPeople + i] = participant.Values.GetValueOrDefault(attributes[i].Id, "");
            rows.Add(row);
            whom.Add(participant is null ? default : new ParticipantId(participant.Id.Value));
        }

        Add(0, whole.Name);
        Add(3, whole.Description);
        foreach (var participant in whole.Participants) Add(1, participant.Label, participant);
        foreach (var interview in whole.Interviews) Add(2, string.Join('\n', new[] { interview.Title, interview.Site }.Where(w => w.Length > 0)));
        foreach (var attribute in whole.Attributes) Add(0, string.Join('\n', attribute.Choices.Prepend(attribute.Name)));
        foreach (var code in whole.Codes)
        {
            Add(0, code.Words.Name);
            Add(3, Joined(code.Words.Definition, code.Words.WhenToUse, code.Words.WhenNotToUse, code.Words.Example, code.Words.Synonyms));
        }

        foreach (var transcript in whole.Transcripts)
        {
            Add(2, transcript.Title);
            Add(4, transcript.Words);
            foreach (var coding in transcript.Codings)
            {
                Add(5, coding.Marks.Question);
                foreach (var comment in coding.Comments) Add(5, comment.Text);
            }
        }

        foreach (var memo in whole.Memos) Add(6, Joined(memo.Title, memo.Text));
        foreach (var theme in whole.Themes)
        {
            Add(0, theme.Words.Name);
            Add(7, Joined(theme.Words.CentralIdea, theme.Words.Narrative));
        }

        foreach (var finding in whole.Findings) Add(7, Joined([finding.Words.Claim, finding.Words.Caveat, .. finding.Evidence.Select(e => e.Note)]));
        foreach (var quote in whole.Quotes) Add(7, Joined([quote.Text, .. quote.Pieces.Select(p => p.Clarification)]));
        return new Export(ExportedList.WholeStudy, "The study for another program", fileName, columns, rows, whom);
    }

    private static string KeyOf(ExchangedAttribute attribute) => attribute.Meaning switch
    {
        AttributeMeaning.Role => PeopleColumns.Role,
        AttributeMeaning.Trust => PeopleColumns.Trust,
        _ => PeopleColumns.KeyOf(new AttributeId(attribute.Id.Value)),
    };

    /// <summary>The study with what too few participants share held back.</summary>
    private static ExchangedStudy AsReleased(ExchangedStudy study, Export export, Export released)
    {
        var rows = export.People!.Select((p, i) => (p, i)).Where(r => r.p != default).ToDictionary(r => r.p, r => released.Rows[r.i]);
        var people = study.Participants.Select(p => p with
        {
            Values = study.Attributes.Select((a, i) => (a.Id, Value: rows[new(p.Id.Value)][FirstOfPeople + i])).Where(v => v.Value.Length > 0).ToDictionary(v => v.Id, v => v.Value),
        }).ToList();
        // where a participant's trust is held back, that of their interview is too, and its group of texts
        var trust = study.Attributes.First(a => a.Meaning == AttributeMeaning.Trust).Id;
        var hidden = people.Where(p => p.Values.GetValueOrDefault(trust) == Export.HeldBack).Select(p => p.Id).ToHashSet();
        return study with
        {
            Participants = people,
            Interviews = [.. study.Interviews.Select(i => i.Participants.Any(hidden.Contains) ? i with { Trust = "", Site = "" } : i)],
        };
    }

    private static string Joined(params string[] words) => string.Join("\n\n", words.Where(w => w.Length > 0));
}

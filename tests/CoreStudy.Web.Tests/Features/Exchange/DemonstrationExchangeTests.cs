using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Disclosure;
using CoreStudy.Web.Features.Exchange;
using CoreStudy.Web.Tests.Demonstration;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Features.Exchange;

/// <summary>The demonstration study goes out, comes in as another, and goes out again.</summary>
public sealed class DemonstrationExchangeTests(PostgresFixture postgres) : DemonstrationTest(postgres)
{
    /// <summary>The trust of those whose own was held back when they left, as too few are like them; it came under no id.</summary>
    private const string NotSaid = "Not said";

    private WebApplication _site = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _site = Site.Build(["--Serilog:MinimumLevel:Default=Error", .. TestKeys.Arguments], Connections);
    }

    public override async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_goes_out_and_comes_in_and_goes_out_again_is_the_same_element_by_element()
    {
        var lead = await Db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        var account = await Db.Users.SingleAsync(a => a.Id == lead.AccountId.Value, Cancel);
        account.IsOperator = true;
        await Db.SaveChangesAsync(Cancel);

        var first = await OutAsync(lead.AccountId, lead.StudyId);
        var read = StudyBuilder.Must(await The<PlanStudyImport>().RunAsync(lead.AccountId, "first.qdpx", new MemoryStream(first), Cancel));
        var choices = StudyImportGuess.Of(read.Study) with { Name = "The same again", ShortName = "Again", IdentifiesNobody = true, Coders = new Dictionary<RefiId, AccountId> { [read.Study.Coders.Single(c => c.Name == lead.Name).Id] = lead.AccountId } };
        var done = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, read, choices, null, Cancel));
        await Db.Transcripts.Where(t => t.StudyId == done.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.OpenedAt, TimeProvider.System.GetUtcNow()), Cancel);
        var second = await OutAsync(lead.AccountId, done.Id);
        var again = StudyBuilder.Must(await The<PlanStudyImport>().RunAsync(lead.AccountId, "second.qdpx", new MemoryStream(second), Cancel));

        Assert.DoesNotContain(read.Remarks, r => r.Outcome != StudyOutcome.Taken);
        Assert.True(read.Report.Validity.IsValid && again.Report.Validity.IsValid);
        Assert.True(done.Codings > 1000 && done.Transcripts > 20 && done.Themes > 2 && done.Findings > 2 && done.Quotes > 0 && done.Memos > 2);
        foreach (var (before, after) in Told(read.Study).Zip(Told(again.Study))) Assert.Equal(before, after);
        foreach (var (before, after) in Ids(read.Study).Zip(Ids(again.Study))) Assert.Equal(before.Select(i => i.ToString()).Order(StringComparer.Ordinal), after.Select(i => i.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(first, await OutAsync(lead.AccountId, lead.StudyId));
        Assert.Equal(second, await OutAsync(lead.AccountId, done.Id));
        Assert.Equal(read.Study.Quotes.Count, await Db.Quotes.CountAsync(q => q.StudyId == done.Id, Cancel)); // nobody there has agreed to be quoted yet, so they stay behind
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    /// <summary>The ids under which things leave, kind by kind: those that they came with.</summary>
    private static IEnumerable<IEnumerable<RefiId>> Ids(ExchangedStudy study) =>
    [
        study.Coders.Select(c => c.Id), study.Codes.Select(c => c.Id), study.Attributes.Select(a => a.Id), study.Participants.Select(p => p.Id), study.Trusts.Where(t => t.Label != NotSaid).Select(t => t.Id), study.Interviews.Select(i => i.Id), study.Transcripts.Select(t => t.Id),
        study.Transcripts.SelectMany(t => t.Codings).Select(c => c.Id), study.Transcripts.SelectMany(t => t.Codings).Select(c => c.Selection!.Value), study.Transcripts.SelectMany(t => t.Codings).SelectMany(c => c.Comments).Select(c => c.Id),
        study.Memos.Select(m => m.Id), study.Themes.Select(t => t.Id), study.Findings.Select(f => f.Id),
    ];

    /// <summary>What a study holds, kind by kind, by names rather than ids.</summary>
    private static IEnumerable<IReadOnlyList<string>> Told(ExchangedStudy study)
    {
        var (codes, coders) = (study.Codes.ToDictionary(c => c.Id), study.Coders.ToDictionary(c => c.Id, c => c.Name));
        var (people, titles) = (study.Participants.ToDictionary(p => p.Id, p => p.Label), study.Transcripts.ToDictionary(t => t.Id, t => t.Title));
        var (themes, interviews) = (study.Themes.ToDictionary(t => t.Id, t => t.Words.Name), study.Interviews.ToDictionary(i => i.Id, i => i.Title));
        string Path(RefiId id) => (codes[id].Parent is { } above ? Path(above) + " › " : "") + codes[id].Words.Name;
        string Who(RefiId? id) => id is { } one ? coders[one] : "nobody";
        string Where(StudyPlace? place) => place is null ? "nowhere" : $"{titles[place.Transcript]} {place.Segment}";
        List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

        yield return Sorted(study.Coders.Select(c => c.Name));
        yield return [.. study.Codes.Select(c => $"{Path(c.Id)} {c.Words} {c.State}")];
        yield return Sorted(study.Attributes.Select(a => $"{a.Name} {a.Kind} {string.Join(',', a.Choices)} {a.Meaning}"));
        yield return Sorted(study.Participants.Select(p => p.Label));
        yield return Sorted(study.Interviews.Select(i => $"{i.Title} {i.Kind} {i.HeldOn} {string.Join(',', i.Participants.Select(p => people[p]).Order(StringComparer.Ordinal))}"));
        yield return Sorted(study.Transcripts.Select(t => $"{t.Title} {t.Words} {string.Join(' ', t.Turns)} {string.Join(' ', t.Speakers.Select(s => $"{s.Number}{s.Label}{s.IsInterviewer}{(s.Participant is { } p ? people[p] : "")}"))}"));
        yield return Sorted(study.Transcripts.SelectMany(t => t.Codings.Select(c => $"{t.Title} {c.Segment} {Path(c.Code)} {Who(c.Coder)} {(c.Marks.IsSettled ? "" : $"{c.At:O}")} {c.Marks.IsUnsure} {c.Marks.Question} {c.Marks.IsSettled}")));
        yield return Sorted(study.Transcripts.SelectMany(t => t.Codings.SelectMany(c => c.Comments.Select(x => $"{t.Title} {c.Segment} {Path(c.Code)} {Who(x.By)} {x.At:O} {x.Text}"))));
        yield return Sorted(study.Memos.Select(m => $"{m.Kind} {m.Title} {m.Text} {m.TeamWrites} {Who(m.By)} {m.At:O} {Where(m.Place)} {string.Join(',', m.Codes.Select(Path).Order(StringComparer.Ordinal))} {string.Join(',', m.Themes.Select(t => themes[t]).Order(StringComparer.Ordinal))} {string.Join(',', m.Participants.Select(p => people[p]).Order(StringComparer.Ordinal))} {string.Join(',', m.Interviews.Select(i => interviews[i]).Order(StringComparer.Ordinal))} {string.Join(',', m.Passages.Select(Where).Order(StringComparer.Ordinal))}"));
        yield return Sorted(study.Themes.Select(t => $"{(t.Parent is { } parent ? themes[parent] : "")} › {t.Words.Name} {t.Words.CentralIdea} {t.Words.Narrative} {t.Status} {string.Join(',', t.Codes.Select(Path))}"));
        yield return Sorted(study.Findings.Select(f => $"{themes[f.Theme]} {f.Words.Claim} {f.Words.Strength} {f.Words.Caveat} {Who(f.By)} {f.At:O} {string.Join(',', f.Evidence.Select(e => $"{Where(e.Place)} {e.Side} {e.Note}").Order(StringComparer.Ordinal))}"));
    }

    private async Task<byte[]> OutAsync(AccountId me, StudyId study)
    {
        var choices = new StudyExportChoices(RefiVariant.Standard, IsForOthers: false, AreCodersNumbered: false);
        var leaving = StudyBuilder.Must(await The<ExportStudy>().RunAsync(me, study, choices, cautioned: true, null, Cancel));
        if (leaving.Outcome.Stopped is { } stopped)
        {
            StudyBuilder.Must(await The<LetLeave>().RunAsync(me, study, stopped, "The demonstration is fictional.", Cancel));
            leaving = StudyBuilder.Must(await The<ExportStudy>().RunAsync(me, study, choices, cautioned: true, null, Cancel));
        }

        return leaving.Content ?? throw new InvalidOperationException($"Stopped: {string.Join("; ", leaving.Outcome.Places.Take(5))}");
    }

    private T The<T>()
        where T : IUseCase => _site.Services.GetRequiredService<T>();
}

using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Somebody who keeps the themes writes a finding, or says one otherwise.</summary>
public sealed class WriteFinding(FindingDesk desk) : FindingDeed(desk)
{
    public Task<Result<FindingId>> RunAsync(AccountId me, StudyId studyId, ThemeId theme, FindingWords words, CancellationToken cancel) =>
        DoAsync<FindingId>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if (!await doing.Db.Themes.AnyAsync(t => t.Id == theme && t.StudyId == studyId && t.Status != ThemeStatus.Dropped, cancel)) return Refusal.NotFound;
            var last = await doing.Db.Findings.Where(f => f.ThemeId == theme).MaxAsync(f => (int?)f.Order, cancel) ?? -1;
            if (Finding.Write(studyId, theme, words, last + 1, doing.By.Id, doing.At).IsRefused(out var no, out var made)) return no;
            doing.Db.AddRange(made.Finding, made.First);
            doing.Tell(AuditKind.FindingWritten, made.Finding.Id);
            return made.Finding.Id;
        }, cancel, Texts(words));

    /// <param name="version">The version that was edited: another's change meanwhile is a refusal.</param>
    public Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, FindingId id, uint version, FindingWords words, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, id, cancel)).IsRefused(out var gone, out var finding)) return gone;
            doing.Db.Entry(finding).Property(f => f.Version).OriginalValue = version;
            if (finding.Rewrite(words, doing.By.Id, doing.At).IsRefused(out var no, out var edition)) return no;
            doing.Db.Add(edition);
            doing.Tell(AuditKind.FindingChanged, id);
            return Done.Well;
        }, cancel, Texts(words));

    private static ScannedText[] Texts(FindingWords words) => [new("the claim", words.Claim), new("the caveat", words.Caveat)];
}

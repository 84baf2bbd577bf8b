using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Settling;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Checklists;

/// <summary>What a study knows towards the items of a checklist, in sentences for the team to take, change or leave.</summary>
/// <remarks>Of the whole study: whoever works for some trusts only is told nothing. Nobody is named; roles that fewer than k participants share are named without their numbers.</remarks>
internal static class ChecklistFacts
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    public static async Task<IReadOnlyDictionary<ChecklistFact, string>> ReadAsync(StudyDb db, Member reader, CancellationToken cancel)
    {
        Dictionary<ChecklistFact, string> facts = [];
        if (reader.Trusts.Count > 0) return facts;
        var study = reader.StudyId;
        void Say(ChecklistFact fact, params string?[] sentences)
        {
            var said = string.Join(' ', sentences.Where(s => s is not null));
            if (said.Length > 0) facts[fact] = said;
        }

        var team = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == study && m.EndedAt == null && !m.IsOutside).GroupBy(m => m.Role).Select(g => new { Role = g.Key, Count = g.Count() }).ToListAsync(cancel);
        if (team.Count > 0) Say(ChecklistFact.Team, $"The study's team has {Listed(team.OrderBy(t => t.Role).Select(t => HowMany.Of(t.Count, RoleWords.Of(t.Role).ToLowerInvariant())))}.");

        var people = await db.Participants.AsNoTracking().Where(p => p.StudyId == study && p.ArchivedAt == null && (p.Withdrawn == null || p.Withdrawn == WithdrawalScope.QuotesOnly)).GroupBy(p => p.Role).Select(g => new { Role = g.Key, Count = g.Count() }).ToListAsync(cancel);
        var total = people.Sum(p => p.Count);
        if (total > 0)
        {
            Say(ChecklistFact.SampleSize, $"{HowMany.Of(total, "person", "people")} took part.");
            var few = await PeopleColumns.SmallestCellAsync(db, study, cancel);
            var roles = people.Where(p => p.Role.Length > 0).OrderByDescending(p => p.Count).ThenBy(p => p.Role).ToList();
            Say(ChecklistFact.Sample, roles.TrueForAll(p => p.Count >= few) && total - roles.Sum(p => p.Count) is 0
                ? $"{HowMany.Of(total, "person", "people")} took part: {Listed(roles.Select(p => $"{p.Count:N0} in the role “{p.Role}”"))}."
                : roles.Count > 0 ? $"{HowMany.Of(total, "person", "people")} took part, in the roles {Listed(roles.Select(p => $"“{p.Role}”"))}." : null);
        }

        var held = await db.Interviews.IgnoreAutoIncludes().Where(i => i.StudyId == study && i.ArchivedAt == null && i.State == InterviewState.Held).Select(i => new { i.Kind, i.TrustId, i.HeldOn }).ToListAsync(cancel);
        if (held.Count > 0)
        {
            var (single, groups) = (held.Count(i => i.Kind == InterviewKind.Individual), held.Count(i => i.Kind == InterviewKind.FocusGroup));
            List<string> what = [];
            if (single > 0) what.Add(HowMany.Of(single, "individual interview"));
            if (groups > 0) what.Add(HowMany.Of(groups, "focus group"));
            Say(ChecklistFact.Setting, $"{Listed(what)} {(held.Count == 1 ? "was" : "were")} held in {HowMany.Of(held.Select(i => i.TrustId).Distinct().Count(), "trust")}.");
            var days = held.Select(i => i.HeldOn).OfType<DateOnly>().ToList();
            Say(ChecklistFact.Collection, days.Count > 0 ? $"{Listed(what)} {(held.Count == 1 ? "was" : "were")} held between {days.Min().ToString("MMMM yyyy", British)} and {days.Max().ToString("MMMM yyyy", British)}." : null);
        }

        var coded = await db.Codings.VisibleTo(db, reader).Where(c => c.StudyId == study && c.RemovedAt == null).Select(c => new { c.TranscriptId, c.MemberId }).Distinct().ToListAsync(cancel);
        if (coded.Count > 0)
        {
            var transcripts = coded.GroupBy(c => c.TranscriptId).ToList();
            Say(ChecklistFact.Coders, $"{HowMany.Of(coded.Select(c => c.MemberId).Distinct().Count(), "person", "people")} coded; {transcripts.Count(t => t.Count() > 1):N0} of {HowMany.Of(transcripts.Count, "transcript")} {(transcripts.Count == 1 ? "was" : "were")} coded by more than one of them.");
        }

        var codes = await db.Codes.CountAsync(c => c.StudyId == study && c.State == CodeState.Active, cancel);
        var versions = await db.FrameworkVersions.CountAsync(v => v.StudyId == study, cancel);
        if (codes > 0) Say(ChecklistFact.CodingTree, $"The framework has {HowMany.Of(codes, "code")} in use{(versions > 0 ? $"; {HowMany.Of(versions, "version")} of it {(versions == 1 ? "was" : "were")} kept" : "")}. It stands in the appendix of the report.");

        var themes = await db.Themes.IgnoreAutoIncludes().Where(t => t.StudyId == study && t.Status != Domain.Themes.ThemeStatus.Dropped).Select(t => t.ParentId).ToListAsync(cancel);
        if (themes.Count > 0) Say(ChecklistFact.Themes, $"There are {HowMany.Of(themes.Count(p => p == null), "theme")}{(themes.Exists(p => p != null) ? $" with {HowMany.Of(themes.Count(p => p != null), "theme")} below them" : "")}.");

        Say(ChecklistFact.Software, "Transcripts were coded in CoreStudy, a web application in which a team codes together.");

        var rounds = await db.Rounds.IgnoreAutoIncludes().CountAsync(r => r.StudyId == study && r.OpenedAt != null && r.CalledOffAt == null, cancel);
        var settled = await db.Settlements.CountAsync(s => s.StudyId == study && s.State == SettlementState.SignedOff, cancel);
        Say(
            ChecklistFact.Trustworthiness, rounds > 0 ? $"In {HowMany.Of(rounds, "round")} coders coded the same transcripts without seeing each other's work." : null,
            settled > 0 ? $"Coders settled what they differed in on {HowMany.Of(settled, "transcript")}, and a supervisor signed it off." : null);

        var quotes = await db.Quotes.IgnoreAutoIncludes().CountAsync(q => q.StudyId == study && q.Status == QuoteStatus.Approved, cancel);
        var label = await db.Studies.Where(s => s.Id == study).Select(s => s.QuoteLabels).SingleAsync(cancel);
        if (quotes > 0)
        {
            Say(ChecklistFact.Quotes, $"{HowMany.Of(quotes, "quote")} {(quotes == 1 ? "is" : "are")} approved; each is shown with {label switch
            {
                QuoteLabelStyle.Role => "the participant's role",
                QuoteLabelStyle.RoleAndTrust => "the participant's role and trust",
                _ => "the participant's role and trust, and a number",
            }}, as far as enough others share them.");
        }

        Say(ChecklistFact.Confidentiality, $"Names and places were taken out of the transcripts before they were coded; participants are known to the team by labels; who they are is kept apart, encrypted. What fewer than {await PeopleColumns.SmallestCellAsync(db, study, cancel)} share is held back when files leave.");
        return facts;
    }

    private static string Listed(IEnumerable<string> things)
    {
        var all = things.ToList();
        return all.Count switch { 0 => "", 1 => all[0], _ => $"{string.Join(", ", all[..^1])} and {all[^1]}" };
    }
}

using System.Text.RegularExpressions;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Redactions;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>Looks through what somebody typed before it is kept: words that tell who somebody is are refused, and shown to who typed them alone.</summary>
public sealed class TypedWords(LeakScan scan, IDbContextFactory<StudyDb> databases, ILogger<TypedWords> logger)
{
    /// <summary>Why these words cannot be kept, in a sentence for who typed them; null where they can. A refusal is on record, without the words.</summary>
    /// <param name="me">Who typed them.</param>
    /// <param name="texts">Each with its place, such as “the summary”.</param>
    public async Task<Refusal?> ForbidAsync(AccountId me, StudyId studyId, CancellationToken cancel, params ScannedText[] texts)
    {
        var hits = await BlockedAsync(studyId, cancel, texts);
        return hits.Count == 0 ? null : await RefuseAsync(me, studyId, hits, cancel);
    }

    /// <summary>The same for what the team says of itself, such as an address to write to: only what the study knows of those in it is refused.</summary>
    public async Task<Refusal?> ForbidKnownAsync(AccountId me, StudyId studyId, CancellationToken cancel, params ScannedText[] texts)
    {
        var hits = (await BlockedAsync(studyId, cancel, texts)).Where(h => h.IsKnown).ToList();
        return hits.Count == 0 ? null : await RefuseAsync(me, studyId, hits, cancel);
    }

    /// <summary>The same without putting it on record: for what is tried again while somebody types, and for what is nobody else's business.</summary>
    public async Task<Refusal?> ForbidQuietlyAsync(StudyId studyId, ScannedText text, CancellationToken cancel)
    {
        var hits = await BlockedAsync(studyId, cancel, text);
        return hits.Count == 0 ? null : new Refusal(Sentence(hits));
    }

    /// <summary>The same for words that take the place of others: what stood there before may stay.</summary>
    public async Task<Refusal?> ForbidNewAsync(AccountId me, StudyId studyId, string before, ScannedText after, CancellationToken cancel)
    {
        var hits = await NewAsync(studyId, before, after, cancel);
        return hits.Count == 0 ? null : await RefuseAsync(me, studyId, hits, cancel);
    }

    /// <summary>Whether words that take the place of others tell who somebody is where those did not.</summary>
    public async Task<bool> BringsBackAsync(StudyId studyId, string before, string after, CancellationToken cancel) =>
        (await NewAsync(studyId, before, new ScannedText("", after), cancel)).Count > 0;

    private async Task<IReadOnlyList<LeakHit>> NewAsync(StudyId studyId, string before, ScannedText after, CancellationToken cancel) =>
        [.. (await BlockedAsync(studyId, cancel, after)).Where(h => !Regex.IsMatch(before, $@"(?<!\w){Regex.Escape(h.Words)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];

    private async Task<IReadOnlyList<LeakHit>> BlockedAsync(StudyId studyId, CancellationToken cancel, params ScannedText[] texts) =>
        [.. (await scan.CheckAsync(studyId, texts, cancel)).Where(h => h.Weight == LeakWeight.Blocks)];

    private async Task<Refusal> RefuseAsync(AccountId me, StudyId studyId, IReadOnlyList<LeakHit> hits, CancellationToken cancel)
    {
        foreach (var hit in hits) DisclosureLog.WordsRefused(logger, studyId, hit.Category);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var detail = AuditDetail.Word("field", FieldOf(hits[0].Place)).AndCount("finds", hits.Count);
        db.Audit(await db.Members.SingleOrDefaultAsync(m => m.StudyId == studyId && m.AccountId == me && m.EndedAt == null, cancel) is { } member
            ? AuditEntry.Of(AuditKind.WordsRefused, member, AuditSubject.Of(studyId), detail)
            : AuditEntry.Of(AuditKind.WordsRefused, me, study: null, AuditSubject.Nothing, detail)); // a study that is only being made
        await db.SaveChangesAsync(cancel);
        return new Refusal(Sentence(hits));
    }

    /// <summary>“the short name” is a name.</summary>
    internal static TypedField FieldOf(string place)
    {
        var last = place.Split(' ')[^1];
        return last.All(char.IsLetter) && Enum.TryParse<TypedField>(last, ignoreCase: true, out var field) ? field : TypedField.Other;
    }

    /// <summary>What is wrong and what to do; never whom the words mean.</summary>
    private static string Sentence(IReadOnlyList<LeakHit> hits)
    {
        var first = hits[0];
        var others = hits.Select(h => h.Words).Distinct(StringComparer.OrdinalIgnoreCase).Count() - 1;
        var more = others switch { 0 => "", 1 => " There is one more like it.", _ => $" There are {others} more like it." };
        return $"“{first.Words}” in {first.Place} {LeakWords.IsWhat(first.Category)}.{more} {LeakWords.Instead(first.Category)} Nothing was kept; your words are still here.";
    }
}

/// <summary>How what was found is called, and what to do about it.</summary>
public static class LeakWords
{
    public static string Of(IdentifierCategory category) => category switch
    {
        IdentifierCategory.Person => "A name",
        IdentifierCategory.Place => "A place",
        IdentifierCategory.Organisation => "An organisation",
        IdentifierCategory.Trust => "A trust, hospital or service",
        IdentifierCategory.Date => "A date",
        IdentifierCategory.Age => "An age",
        IdentifierCategory.Telephone => "A telephone number",
        IdentifierCategory.Email => "An e-mail address",
        IdentifierCategory.Address => "An address or postcode",
        IdentifierCategory.NhsNumber => "An NHS number",
        IdentifierCategory.InsuranceNumber => "A National Insurance number",
        IdentifierCategory.OtherNumber => "A number",
        IdentifierCategory.WebAddress => "A web address",
        _ => "Something that may single somebody out",
    };

    internal static string IsWhat(IdentifierCategory category) => category switch
    {
        IdentifierCategory.Person => "is a name that this study keeps apart, or very like one",
        IdentifierCategory.Place or IdentifierCategory.Organisation or IdentifierCategory.Trust => "is, or is very like, a real name that this study keeps apart",
        IdentifierCategory.Date or IdentifierCategory.Age or IdentifierCategory.Indirect => "is something that this study keeps apart",
        _ => $"looks like {Of(category)[..1].ToLowerInvariant()}{Of(category)[1..]}",
    };

    /// <summary>What to write in its place, in a sentence.</summary>
    public static string Instead(IdentifierCategory category) => category switch
    {
        IdentifierCategory.Person => "Write the participant's label, or words such as “a colleague”.",
        IdentifierCategory.Place => "Write words such as “a town”.",
        IdentifierCategory.Organisation => "Write words such as “a charity”.",
        IdentifierCategory.Trust => "Write the trust's label, or words such as “a hospital”.",
        IdentifierCategory.Date => "Write the month or the year, or how long ago it was.",
        IdentifierCategory.Age => "Write an age band, such as “in her forties”.",
        IdentifierCategory.Indirect => "Say it more broadly.",
        _ => "Leave it out.",
    };
}

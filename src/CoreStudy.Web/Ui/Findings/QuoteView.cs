using CoreStudy.Data.Findings;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui.Findings;

/// <summary>Whether the words of a quote may be shown.</summary>
public enum QuoteShown
{
    Words,

    /// <summary>Somebody who speaks in it has not agreed to be quoted, took it back, or is not known.</summary>
    NotForQuoting,

    /// <summary>Somebody withdrew the words.</summary>
    Withdrawn,
}

/// <summary>A finding that a quote stands for.</summary>
public sealed record QuoteUse(FindingId FindingId, string Claim, ThemeId ThemeId, string Theme)
{
    public override string ToString() => $"use in finding {FindingId.Value}";
}

/// <summary>A quote as it may be shown at this moment: consent was asked again.</summary>
/// <param name="Text">Empty where the words are not shown; lines are turns.</param>
/// <param name="Label">What stands below it; empty where the words are not shown.</param>
/// <param name="Why">Why the words are not shown, for the team; empty where they are.</param>
/// <param name="Turn">In which it begins, from 1; 0 where that is not known.</param>
/// <param name="Roles">Of the people who speak in it, by participant role.</param>
/// <param name="Words">Words of the transcript that it has.</param>
/// <param name="LooksAgain">Whether the transcript's words were changed since somebody saw it.</param>
/// <param name="Themes">Of the findings it stands for, and of the code it was taken from; the themes above them too.</param>
public sealed record QuoteView(
    QuoteId Id, TranscriptId TranscriptId, string Title, int Turn, TrustId TrustId, string Trust, IReadOnlyList<string> Roles, QuoteStatus Status, QuoteShown Shown, string Text, string Label, string Why, int Words,
    bool LooksAgain, IReadOnlyList<QuoteUse> Uses, IReadOnlySet<ThemeId> Themes, string MadeBy, DateTimeOffset MadeAt, string? ApprovedBy, uint Version)
{
    /// <summary>Stands in files in place of words that may not be quoted.</summary>
    public const string NotForQuoting = "not for quoting";

    public override string ToString() => $"quote {Id.Value}, {Words} words";
}

/// <summary>Decides whether words may be quoted, and what stands below them.</summary>
public static class QuoteShowing
{
    /// <summary>The label of a quote; a refusal where one of those who speak has not agreed, or is matched to nobody. Interviewers need no asking.</summary>
    public static Result<string> Label(PeopleColumns people, IEnumerable<SpokenTurn> turns)
    {
        var labels = new List<string>();
        foreach (var turn in turns.Where(t => !t.IsInterviewer))
        {
            if (turn.Participant is not { } participant) return new Refusal("Somebody who speaks here is matched to no participant, so nobody knows whether they agreed to be quoted.");
            if (people.LabelOf(participant).IsRefused(out var no, out var label)) return no;
            if (!labels.Contains(label)) labels.Add(label);
        }

        return labels.Count == 0 ? "Interviewer" : string.Join("; ", labels);
    }

    /// <summary>How the speaker of a turn is called within a quote of several.</summary>
    public static string Says(PeopleColumns people, SpokenTurn turn) =>
        turn.IsInterviewer ? "Interviewer" : turn.Participant is { } one && !people.LabelOf(one).IsRefused(out _, out var label) ? label : "Somebody else";

    internal static QuoteView Show(QuoteRow row, PeopleColumns people, IReadOnlyList<QuoteUse> uses, IReadOnlySet<ThemeId> themes)
    {
        var (shown, why) = (QuoteShown.Withdrawn, "A participant has withdrawn these words. They are gone.");
        var label = "";
        if (!row.IsWithdrawn) (shown, why, label) = Label(people, row.Turns).IsRefused(out var no, out var said) ? (QuoteShown.NotForQuoting, no.Sentence, "") : (QuoteShown.Words, "", said);
        var text = shown == QuoteShown.Words ? QuoteText.Write(row.Parts, [.. row.Turns.Select(t => new QuotedTurn(t.Segment, t.Speaker, Says(people, t)))]) : "";
        return new QuoteView(
            row.Id, row.TranscriptId, row.Title, row.Turns.Count == 0 ? 0 : row.Turns[0].Number + 1, row.TrustId, row.Trust, [.. row.Turns.Select(t => t.Participant).OfType<ParticipantId>().Distinct().Select(people.RoleOf).Distinct()],
            row.Status, shown, text, label, why, QuoteText.CountWords(row.Parts), row.IsTouched, uses, themes, row.MadeBy, row.MadeAt, row.ApprovedBy, row.Version);
    }
}

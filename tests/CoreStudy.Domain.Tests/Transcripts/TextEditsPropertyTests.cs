using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

/// <summary>What holds for every text, every edit and every anchor; each is tried on thousands of random ones.</summary>
public sealed class TextEditsPropertyTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Every_anchor_lies_within_the_new_text_on_whole_characters() => RandomTexts.Edited.Sample(
        e =>
        {
            var after = e.Edits.Apply(e.Text);
            return e.Anchors.All(a => !after.Cut(e.Edits.Carry(a)).IsRefused(out _, out var excerpt) && excerpt.Words.Length > 0);
        }, iter: Cases);

    [Fact]
    public void An_anchor_that_no_edit_touches_keeps_its_words() => RandomTexts.Edited.Sample(
        e =>
        {
            var after = e.Edits.Apply(e.Text);
            return e.Anchors.Where(a => !e.Edits.Moves.Touches(a)).All(a => Cut(e.Text, a) == Cut(after, e.Edits.Carry(a)));
        }, iter: Cases);

    [Fact]
    public void What_an_anchor_held_beside_the_edits_it_holds_afterwards() => RandomTexts.Edited.Sample(
        e => e.Anchors.All(a =>
        {
            var carried = e.Edits.Carry(a);
            // a character that stays is in the carried anchor exactly where it was in the anchor
            return Enumerable.Range(0, e.Text.Length).Where(i => e.Edits.All.All(x => i < x.Start || i >= x.End)).All(i =>
            {
                var now = e.Edits.Moves.Carry(i, isEnd: false);
                return (a.Start <= i && i < a.End) == (carried.Start <= now && now < carried.End) || IsRefuge(e, a, carried);
            });
        }), iter: Cases);

    [Fact]
    public void Anchors_keep_their_order_and_those_that_held_one_another_still_do() => RandomTexts.Edited.Sample(
        e => e.Anchors.All(a => e.Anchors.All(b =>
        {
            var (x, y) = (e.Edits.Carry(a), e.Edits.Carry(b));
            if (IsRefuge(e, a, x) || IsRefuge(e, b, y)) return true;
            return (a.Start > b.Start || x.Start <= y.Start) && (a.End > b.End || x.End <= y.End);
        })), iter: Cases);

    [Fact]
    public void Turns_stay_turns_with_a_line_feed_between_them() => RandomTexts.Edited.Sample(
        e =>
        {
            var (after, turns) = (e.Edits.Apply(e.Text), e.Edits.CarryTurns(e.Turns));
            return turns.Count == e.Turns.Length && turns[0].Start == 0 && turns[^1].End == after.Length
                && turns.Zip(turns.Skip(1)).All(p => p.First.End + 1 == p.Second.Start && after.Words[p.First.End] == '\n');
        }, iter: Cases);

    [Fact]
    public void The_inverse_gives_the_text_back_and_every_anchor_that_was_not_widened() => RandomTexts.Edited.Sample(
        e =>
        {
            var (after, inverse) = (e.Edits.Apply(e.Text), e.Edits.Invert(e.Text, e.Turns));
            return inverse.Apply(after).Words == e.Text.Words
                && e.Anchors.Where(a => !e.Edits.Moves.Touches(a)).All(a => inverse.Carry(e.Edits.Carry(a)) == a);
        }, iter: Cases);

    [Fact]
    public void A_veil_and_its_lifting_leave_everything_as_it_was() => RandomTexts.Edited.Sample(
        e =>
        {
            var veils = e.Anchors.Where(a => e.Turns.Any(t => t.Start <= a.Start && a.End <= t.End)).Take(1).Select(a => TextEdit.Veil(e.Text, a)).ToList();
            if (veils.Count == 0 || TextEdits.Plan(e.Text, e.Turns, veils).IsRefused(out _, out var veil)) return true;
            var lifted = veil.Invert(e.Text, e.Turns);
            return veil.Apply(e.Text).Length == e.Text.Length && lifted.Apply(veil.Apply(e.Text)).Words == e.Text.Words
                && e.Anchors.All(a => veil.Carry(a) == a && lifted.Carry(a) == a);
        }, iter: Cases);

    [Fact]
    public void A_trail_carries_as_its_steps_do_one_after_the_other_where_none_takes_another_back() => RandomTexts.EditedOften.Sample(
        often =>
        {
            var (e, wishes) = often;
            var (text, turns, carried) = (e.Edits.Apply(e.Text), e.Edits.CarryTurns(e.Turns), e.Anchors.Select(e.Edits.Carry).ToArray());
            var steps = new List<RevisionStep> { new(1, null, e.Edits.Moves) };
            foreach (var wish in wishes)
            {
                if (RandomTexts.Edit(text, turns, wish) is not { } next) continue;
                carried = [.. carried.Select(next.Carry)];
                steps.Add(new RevisionStep(steps.Count + 1, null, next.Moves));
                (text, turns) = (next.Apply(text), next.CarryTurns(turns));
            }

            return e.Anchors.Select(new TextTrail(steps).Carry).SequenceEqual(carried) && carried.All(c => c.End <= text.Length);
        }, iter: Cases);

    [Fact]
    public void A_trail_ends_on_whole_characters_and_where_all_is_taken_back_where_it_began() => RandomTexts.EditedAndBack.Sample(
        story =>
        {
            var trail = new TextTrail(story.Steps);
            var isAsItWas = Enumerable.Range(1, story.Steps.Count).Where(n => story.Steps[n - 1].Of is null).All(trail.IsTakenBack);
            return (!isAsItWas || story.Text.Words == story.First.Text.Words)
                && story.Anchors.All(a => !story.Text.Cut(trail.Carry(a)).IsRefused(out _, out _) && (!isAsItWas || trail.Carry(a) == a));
        }, iter: Cases);

    [Fact]
    public void Taking_back_the_last_revision_after_the_next_gives_text_and_widened_anchors_back() => RandomTexts.EditedOften.Sample(
        often =>
        {
            var (e, wishes) = often;
            var (texts, turns) = (new List<TranscriptText> { e.Text, e.Edits.Apply(e.Text) }, new List<IReadOnlyList<Segment>> { e.Turns, e.Edits.CarryTurns(e.Turns) });
            var plans = new List<TextEdits> { e.Edits };
            foreach (var wish in wishes)
            {
                if (RandomTexts.Edit(texts[^1], turns[^1], wish) is not { } next) continue;
                plans.Add(next);
                texts.Add(next.Apply(texts[^1]));
                turns.Add(next.CarryTurns(turns[^1]));
            }

            // taken back from the last to the first: each is where its words were changed last
            var steps = plans.Select((p, i) => new RevisionStep(i + 1, null, p.Moves)).ToList();
            var (text, place) = (texts[^1], turns[^1]);
            var anchors = e.Anchors;
            for (var i = plans.Count - 1; i >= 0; i--)
            {
                var went = plans[i].Went(texts[i]);
                if (TextRestoration.Plan(text, place, steps[i], [.. steps.Skip(i + 1)], went).IsRefused(out var refusal, out var back))
                    throw new InvalidOperationException(refusal.Sentence);
                (text, place) = (back.Edits.Apply(text), back.Edits.CarryTurns(place));
                steps.Add(new RevisionStep(steps.Count + 1, i + 1, back.Edits.Moves));
                if (text.Words != texts[i].Words) return false;
                if (i == 0 && !anchors.All(a => back.Back(a) == a)) return false;
            }

            return true;
        }, iter: Cases);

    [Fact]
    public void A_revision_is_taken_back_from_under_others_that_touched_other_words() => RandomTexts.EditedOften.Sample(
        often =>
        {
            var (e, wishes) = often;
            var after = e.Edits.Apply(e.Text);
            var turnsAfter = e.Edits.CarryTurns(e.Turns);
            if (RandomTexts.Edit(after, turnsAfter, wishes[0]) is not { } second) return true;
            var first = new RevisionStep(1, null, e.Edits.Moves);
            var plan = TextRestoration.Plan(second.Apply(after), second.CarryTurns(turnsAfter), first, [new RevisionStep(2, null, second.Moves)], e.Edits.Went(e.Text));
            if (plan.IsRefused(out _, out var back)) return true;

            // both are there: the words the first took away, and those the second brought
            var restored = back.Edits.Apply(second.Apply(after)).Words;
            var apart = e.Anchors.Where(a => e.Edits.Carry(a) is { Start: > 0 } now && !second.Moves.Touches(new Segment(now.Start - 1, now.End + 1)));
            return apart.All(a => Cut(new TranscriptText(restored), back.Back(a)) == Cut(e.Text, a));
        }, iter: Cases);

    private static bool IsRefuge(EditedText e, Segment before, Segment after) =>
        e.Edits.Moves.Carry(before.Start, isEnd: false) >= e.Edits.Moves.Carry(before.End, isEnd: true) && after.Length > 0;

    private static string Cut(TranscriptText text, Segment segment) => text.Words[segment.Start..segment.End];
}

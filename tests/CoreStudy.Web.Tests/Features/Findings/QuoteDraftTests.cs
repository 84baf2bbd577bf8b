using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Tests.Ui;

namespace CoreStudy.Web.Tests.Features.Findings;

/// <summary>A quote is put together word by word.</summary>
public sealed class QuoteDraftTests : ComponentTest
{
    private const string Words = "I waited, and she told me to wait.";

    [Fact]
    public void Words_are_left_out_and_put_back_and_what_is_said_between_is_kept()
    {
        var draft = new QuoteDraft(Passage());

        Assert.True(draft.Turn(2, 2));
        Assert.True(draft.Turn(6, 7));
        draft.Clarify(4, "[the nurse]");

        Assert.Equal("I waited, … she [the nurse] told me", draft.Text);
        Assert.False(draft.Turn(6, 7));
        Assert.Equal("I waited, … she [the nurse] told me to wait.", draft.Text);
        Assert.Equal([new QuotePiece(new Segment(100, 109)), new QuotePiece(new Segment(114, 117)), new QuotePiece(null, "the nurse"), new QuotePiece(new Segment(118, 134))], draft.Pieces);
    }

    [Fact]
    public void A_quote_that_is_opened_again_is_as_it_was()
    {
        var draft = new QuoteDraft(Passage());
        draft.KeepOnly(3, 5);
        draft.Clarify(3, "then");
        draft.Clarify(4, "the nurse");
        draft.Clarify(6, "and others");

        var again = new QuoteDraft(Passage() with { Pieces = draft.Pieces });

        Assert.Equal(draft.Pieces, again.Pieces);
        Assert.Equal("[then] she [the nurse] told me [and others]", again.Text);
    }

    [Fact]
    public void The_words_of_somebody_who_has_not_agreed_are_told_at_once()
    {
        var draft = new QuoteDraft(Passage() with
        {
            Turns = [new(new Segment(100, 109), 1, "Somebody else", "", false, "PSW-09 has not agreed."), new(new Segment(110, 134), 2, "Worker", "Worker, Alder", false, "")],
        });

        Assert.Equal(("PSW-09 has not agreed.", ""), (draft.WhyNot, draft.Label));
        draft.Turn(0, 1);
        Assert.Equal(("", "Worker, Alder"), (draft.WhyNot, draft.Label));
    }

    [Fact]
    public async Task Keys_select_leave_out_and_clarify()
    {
        var draft = new QuoteDraft(Passage());
        var editor = Page.Render<QuoteEditor>(p => p.Add(e => e.Passage, Passage()).Add(e => e.Draft, draft));

        await editor.InvokeAsync(() => editor.Instance.SelectAsync(2, 1));
        Assert.Equal(["waited,", "and"], editor.FindAll("[role=option][aria-selected=true] .text").Select(w => w.TextContent));
        await editor.InvokeAsync(editor.Instance.TurnAsync);
        Assert.Contains("2 words left out. 6 words stay.", editor.Find("p[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, editor.FindAll(".word.out").Count);

        await editor.InvokeAsync(() => editor.Instance.SelectAsync(4, 4));
        await editor.InvokeAsync(editor.Instance.ClarifyAsync);
        editor.Find(".clarify input").Input("the nurse");
        editor.Find(".clarify").Submit();

        Assert.Equal("“I … she [the nurse] told me to wait.”", editor.Find(".preview blockquote").TextContent);
        Assert.Equal("Worker, Alder", editor.Find(".preview figcaption").TextContent);
        Assert.Single(editor.FindAll("[role=option][tabindex='0']"));
    }

    private static QuotablePassage Passage() => new(
        Words, 100, 0, TranscriptId.New(), "PSW-01, individual", 2, [new(new Segment(100, 134), 1, "Worker", "Worker, Alder", false, "")], [new QuotePiece(new Segment(100, 134))], null, 0, false);
}

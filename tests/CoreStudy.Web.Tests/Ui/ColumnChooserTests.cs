using System.Text;
using Bunit;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Ui;

public sealed class ColumnChooserTests : ComponentTest
{
    private readonly List<ColumnChoice> _chosen = [];

    [Fact]
    public void It_shows_guesses_and_first_rows_says_what_is_missing_and_hands_on_what_was_chosen()
    {
        var chooser = Show("Interview,Words,Tag,Who\nPSW-01,I waited,Waiting,Ada");
        Assert.Equal("Words", Select(chooser, "Words").GetAttribute("value"));
        Assert.Contains("PSW-01", chooser.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Missing: the transcript.", chooser.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(chooser.Find("button").HasAttribute("disabled"));

        Select(chooser, "Interview").Change("Transcript");
        Select(chooser, "Tag").Change("Code");
        Select(chooser, "Who").Change("Coder");
        chooser.Find("button").Click();

        Assert.Equal("Nothing is missing.", chooser.Find("[role=status]").TextContent);
        Assert.Equal(["Transcript", "Words", "Code", "Coder"], Assert.Single(_chosen).Meanings);
    }

    [Fact]
    public void What_no_column_says_can_be_said_for_all_rows()
    {
        var chooser = Show("File,Words,Code\nPSW-01,I waited,Waiting");

        chooser.Find(".all input").Input("Ada");
        chooser.Find("button").Click();

        Assert.Equal("Ada", Assert.Single(_chosen).ForAll["Coder"]);
    }

    private IRenderedComponent<ColumnChooser> Show(string text)
    {
        if (CodingsFile.Look("mine.csv", Encoding.UTF8.GetBytes(text), CancellationToken.None).IsRefused(out var refusal, out var sheet)) throw new InvalidOperationException(refusal.Sentence);
        return Page.Render<ColumnChooser>(p => p.Add(c => c.Sheet, sheet).Add(c => c.Choice, sheet.Guess).Add(c => c.Wrong, CodingsFile.WrongWith).Add(c => c.OnChosen, _chosen.Add));
    }

    private static AngleSharp.Dom.IElement Select(IRenderedComponent<ColumnChooser> chooser, string heading) => chooser.Find($"select[aria-label='What “{heading}” is']");
}

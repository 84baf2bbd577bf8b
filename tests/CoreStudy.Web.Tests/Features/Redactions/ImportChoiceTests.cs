using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Ui;

namespace CoreStudy.Web.Tests.Features.Redactions;

public sealed class ImportChoiceTests : ComponentTest
{
    private readonly ImportFile _file = new("notes.txt", 12);

    [Fact]
    public void A_file_is_taken_to_name_people_unless_somebody_says_otherwise()
    {
        var card = Show();

        Assert.True(card.FindAll("input[type=radio]")[0].HasAttribute("checked"));
        card.FindAll("input[type=radio]")[1].Change("on");

        Assert.False(_file.IsIdentifiable);
    }

    [Fact]
    public void A_file_that_names_people_leads_to_no_desk_once_it_is_imported()
    {
        (_file.TranscriptId, _file.State) = (TranscriptId.New(), ImportState.Imported);

        var card = Show();

        Assert.Contains("It is in the vault.", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("a"));
    }

    private IRenderedComponent<ImportFileCard> Show()
    {
        if (_file.Read is null)
        {
            var (id, state) = (_file.TranscriptId, _file.State);
            _file.Take(new ReadFile(new TranscriptDraft("test", [new DraftTurn("I", null, "Hello?")], []), "hash"));
            if (id is not null) (_file.TranscriptId, _file.State) = (id, state);
        }

        return Page.Render<ImportFileCard>(card => card.Add(c => c.File, _file).Add(c => c.Interviews, []));
    }
}

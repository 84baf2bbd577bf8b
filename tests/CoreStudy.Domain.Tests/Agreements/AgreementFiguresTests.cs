using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>Small cases by hand, each showing one rule of the comparison.</summary>
public sealed class AgreementFiguresTests
{
    private static readonly MemberId Ada = MemberId.New(), Ben = MemberId.New(), Cleo = MemberId.New();
    private static readonly CodeId Waiting = CodeId.New(), Trust = CodeId.New(), Unused = CodeId.New();

    [Fact]
    public void Nvivos_worked_example_has_its_own_figures()
    {
        var figures = Count([On(1000, [Ada, Ben], (Ada, Waiting, 0, 150), (Ben, Waiting, 100, 200))]).Over();

        Assert.Equal(new YesNoTable(50, 100, 50, 800), figures.Table(Ada, Ben, Waiting).Units);
        Assert.Equal(0.85, figures.Measure(Between.Two(Ada, Ben), Waiting, Coefficient.PercentAgreement).Value!.Value, 12);
        Assert.Equal(7.0 / 22, figures.Measure(Between.Two(Ada, Ben), Waiting, Coefficient.CohenKappa).Value!.Value, 12);
    }

    [Fact]
    public void A_code_that_nobody_used_has_no_kappa_and_enters_no_mean()
    {
        var figures = Count([On(100, [Ada, Ben], (Ada, Waiting, 0, 50), (Ben, Waiting, 0, 40))]).Over();

        var kappa = figures.Measure(Between.Two(Ada, Ben), Unused, Coefficient.CohenKappa);
        Assert.Equal((null, "Not defined, because nobody used the code."), (kappa.Value, kappa.Sentence));
        Assert.Equal(1, figures.Measure(Between.Two(Ada, Ben), Unused, Coefficient.PercentAgreement).Value);
        Assert.Equal(0.9, figures.Measure(Between.Two(Ada, Ben), Averaging.Mean, Coefficient.PercentAgreement).Value!.Value, 12);
    }

    [Fact]
    public void Who_has_not_handed_in_has_not_said_no()
    {
        var tables = Count([On(100, [Ada, Ben], (Ada, Waiting, 0, 50), (Ben, Waiting, 0, 50)), On(100, [Ada], (Ada, Waiting, 0, 50), (Ben, Waiting, 90, 100))]);

        Assert.Equal(new YesNoTable(50, 0, 0, 50), tables.Over().Table(Ada, Ben, Waiting).Units);
        Assert.Equal(new Extent(1, 100, 2, HandedIn: 2), tables.Over().Extent(Between.Two(Ada, Ben)));
    }

    [Fact]
    public void A_settled_layer_is_compared_with_each_but_is_no_coder()
    {
        var settled = MemberId.New();
        var material = new AgreementMaterial(
            [On(100, [Ada, Ben, settled], (Ada, Waiting, 0, 50), (Ben, Waiting, 0, 50), (settled, Waiting, 0, 25))], [Ada, Ben], [Waiting], References: [settled]);
        var figures = AgreementTables.Count(material, new ComparisonRules(ComparisonUnit.Character), cancel: TestContext.Current.CancellationToken).Over();

        Assert.Equal(1, figures.Measure(Between.All, Waiting, Coefficient.KrippendorffAlpha).Value);
        Assert.Equal(0.5, figures.Measure(Between.Two(Ada, settled), Waiting, Coefficient.Precision).Value);
        Assert.Equal(1, figures.Measure(Between.Two(Ada, settled), Waiting, Coefficient.Recall).Value);
    }

    [Fact]
    public void A_group_of_codes_is_coded_where_any_of_them_is()
    {
        var theme = new CodeGroup(CodeId.New(), [Waiting, Trust]);
        var material = new AgreementMaterial([On(100, [Ada, Ben], (Ada, Waiting, 0, 30), (Ada, Trust, 20, 50), (Ben, Trust, 0, 50))], [Ada, Ben], [Waiting, Trust], Groups: [theme]);
        var figures = AgreementTables.Count(material, new ComparisonRules(ComparisonUnit.Character), cancel: TestContext.Current.CancellationToken).Over();

        Assert.Equal(1, figures.Measure(Between.Two(Ada, Ben), theme.Id, Coefficient.CohenKappa).Value);
        Assert.Equal(new YesNoTable(30, 30, 20, 120), new[] { Waiting, Trust }.Select(c => figures.Table(Ada, Ben, c).Units).Aggregate((a, b) => a + b));
    }

    [Fact]
    public void Exchanging_the_coders_exchanges_precision_and_recall()
    {
        var figures = Count([On(100, [Ada, Ben, Cleo], (Ada, Waiting, 0, 50), (Cleo, Waiting, 0, 20))]).Over();

        Assert.Equal(
            figures.Measure(Between.Two(Ada, Cleo), Waiting, Coefficient.Precision), figures.Measure(Between.Two(Cleo, Ada), Waiting, Coefficient.Recall));
        Assert.Equal(0.4, figures.Measure(Between.Two(Ada, Cleo), Waiting, Coefficient.Precision).Value);
    }

    [Fact]
    public void A_part_of_a_transcript_is_compared_as_if_there_were_no_other()
    {
        var whole = On(100, [Ada, Ben], (Ada, Waiting, 0, 30), (Ben, Waiting, 15, 60)) with { Units = [new(0, 20), new(20, 40), new(40, 100)] };

        var part = whole.Within([new(10, 20), new(40, 50)]);

        Assert.Equal((20, 2), (part.Length, part.Units.Count));
        Assert.Equal([new Segment(0, 10), new Segment(5, 20)], part.Codings.Select(c => c.Segment));
    }

    [Fact]
    public void Codes_that_exclude_each_other_say_where_a_coder_used_two()
    {
        var twice = On(100, [Ada, Ben], (Ada, Waiting, 0, 30), (Ada, Trust, 20, 50), (Ben, Trust, 0, 50)) with { Units = [new(0, 50), new(50, 100)] };
        var material = new AgreementMaterial([twice], [Ada, Ben], [Waiting, Trust]);

        var judged = ExclusiveCodes.Judge(material, new ComparisonRules(ComparisonUnit.Turn), material.Codes, material.Coders);

        Assert.Equal("Not defined, because a coder put several of these codes on one unit; the codes must exclude each other here.", judged.Measure(Coefficient.KrippendorffAlpha).Sentence);
        Assert.Equal(Undefined.CodingsOverlap, ExclusiveCodes.Unitize(material, material.Codes, material.Coders).Measure(Coefficient.UAlpha).Why);
        Assert.NotNull(ExclusiveCodes.Unitize(material, [Trust], material.Coders).Measure(Coefficient.UAlpha).Value);
    }

    [Fact]
    public void Words_and_sentences_are_found_where_a_reader_finds_them()
    {
        var text = new TranscriptText("Dr. Hill said: “Wait.” I waited… and waited. So did I. What?\nNo.");
        List<Segment> turns = [new(0, text.Words.IndexOf('\n', StringComparison.Ordinal)), new(text.Words.IndexOf('\n', StringComparison.Ordinal) + 1, text.Length)];

        Assert.Equal(["Dr. Hill said: “Wait.”", "I waited… and waited.", "So did I.", "What?", "No."], TextUnits.Sentences(text, turns).Select(s => text.Words[s.Start..s.End]));
        Assert.Equal(text.Words.Split([' ', '\n']), TextUnits.Words(text).Select(s => text.Words[s.Start..s.End]));
    }

    private static ComparedTranscript On(int length, MemberId[] handedIn, params (MemberId Coder, CodeId Code, int Start, int End)[] codings) =>
        new(TranscriptId.New(), length, [], handedIn, [.. codings.Select(c => new CodedSegment(c.Coder, c.Code, new Segment(c.Start, c.End)))]);

    private static AgreementTables Count(ComparedTranscript[] transcripts) =>
        AgreementTables.Count(new AgreementMaterial(transcripts, [Ada, Ben, Cleo], [Waiting, Trust, Unused]), new ComparisonRules(ComparisonUnit.Character), cancel: TestContext.Current.CancellationToken);
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CoreStudy.Web.Ui.Charts;

namespace CoreStudy.Web.Tests.Ui.Charts;

/// <summary>What the pictures are drawn by.</summary>
public sealed partial class ChartTests
{
    [Fact]
    public void Each_step_of_the_scale_can_be_read_in_light_and_dark_and_stands_so_in_the_style_sheet()
    {
        var css = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "CoreStudy.Web", "wwwroot", "app.css"));

        Assert.Equal(HeatScale.Steps + 1, HeatScale.Colours.Count);
        foreach (var (step, (light, lightInk, dark, darkInk)) in HeatScale.Colours.Index())
        {
            Assert.True(Contrast(light, lightInk) >= 4.5, $"{step} in light: {Contrast(light, lightInk)}");
            Assert.True(Contrast(dark, darkInk) >= 4.5, $"{step} in dark: {Contrast(dark, darkInk)}");
            Assert.Contains($"--heat-{step}: light-dark({light}, {dark});", css, StringComparison.Ordinal);
            Assert.Contains($"--heat-ink-{step}: light-dark({lightInk}, {darkInk});", css, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(100, 1, 1)]
    [InlineData(100, 17, 2)]
    [InlineData(100, 100, 6)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 0, 0)]
    [InlineData(0, 0, 0)]
    public void A_number_has_the_step_that_the_legend_says(double greatest, double value, int step)
    {
        var scale = new HeatScale(greatest);

        Assert.Equal(step, scale.StepOf(value));
        Assert.Contains(scale.Legend(isShare: false), r => r.Step == step);
    }

    [Fact]
    public void The_legend_covers_every_whole_number_once()
    {
        foreach (var greatest in new[] { 1, 2, 5, 6, 7, 59, 1000 })
        {
            var scale = new HeatScale(greatest);
            var ranges = scale.Legend(isShare: false).Skip(1).Select(r => (r.Step, Ends: r.Words.Replace(",", "", StringComparison.Ordinal).Split('–').Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToArray())).ToList();

            Assert.Equal(greatest, ranges.Sum(r => r.Ends[^1] - r.Ends[0] + 1));
            Assert.All(ranges, r => Assert.Equal((r.Step, r.Step), (scale.StepOf(r.Ends[0]), scale.StepOf(r.Ends[^1]))));
        }
    }

    [Fact]
    public void Areas_of_a_tree_map_are_as_large_as_their_sizes_and_lie_within_without_overlapping()
    {
        var sizes = new double[] { 60, 40, 30, 12, 5, 3, 1, 0 };
        var whole = new Area(10, 20, 600, 400);

        var areas = TreeMap.Squarify(sizes, whole);

        for (var i = 0; i < sizes.Length; i++)
        {
            Assert.Equal(sizes[i] / sizes.Sum() * whole.Size, areas[i].Size, 3);
            if (sizes[i] > 0) Assert.True(areas[i].X >= 10 - 1e-6 && areas[i].Y >= 20 - 1e-6 && areas[i].X + areas[i].Width <= 610 + 1e-6 && areas[i].Y + areas[i].Height <= 420 + 1e-6);
            for (var j = 0; j < i; j++) Assert.True(Common(areas[i], areas[j]) < 1e-6);
        }

        Assert.True(Math.Max(areas[0].Width / areas[0].Height, areas[0].Height / areas[0].Width) < 2.5);
    }

    [Fact]
    public void A_network_is_laid_out_the_same_each_time_within_its_frame_and_with_no_disc_on_another()
    {
        var nodes = Enumerable.Range(0, 40).Select(i => new NetworkNode($"Code {i}", "#336699", 1 + (i * 7 % 30), "", null)).ToList();
        var links = Enumerable.Range(0, 70).Select(i => new NetworkLink(i % 40, (i * 11 + 3) % 40, 1 + (i % 9), "")).Where(l => l.First != l.Second).ToList();
        var radii = Network.Radii(nodes);

        var places = Network.Place(nodes, radii, links, 1040, 700);

        Assert.Equal(places, Network.Place(nodes, radii, links, 1040, 700));
        for (var i = 0; i < nodes.Count; i++)
        {
            Assert.True(places[i].X >= radii[i] && places[i].X <= 1040 - radii[i] && places[i].Y >= radii[i] && places[i].Y <= 700 - radii[i]);
            for (var j = 0; j < i; j++) Assert.True(Math.Sqrt(Math.Pow(places[i].X - places[j].X, 2) + Math.Pow(places[i].Y - places[j].Y, 2)) > radii[i] + radii[j] - 1);
        }
    }

    [Fact]
    public void A_file_is_well_formed_whatever_words_stand_in_it_and_has_no_links()
    {
        var nodes = new[] { new NetworkNode("“A” <b> & 'c'\u0001", "#336699", 3, "says <x> & \"y\"", "/studies/1?a=1&b=2"), new NetworkNode("B", "not a colour", 1, "B, 1 passage", "/b") };
        var picture = Network.Draw("Title & <more>", "What it is", nodes, [new NetworkLink(0, 1, 2, "both")], 1);

        var file = XDocument.Parse(SvgMarkup.File(picture));
        var screen = XDocument.Parse($"<svg>{SvgMarkup.ForScreen(picture)}</svg>");

        Assert.DoesNotContain(file.Descendants(), e => e.Name.LocalName == "a");
        Assert.Contains("“A” <b> & 'c'", file.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        Assert.DoesNotContain("var(--", file.ToString(), StringComparison.Ordinal);
        Assert.Equal(["/studies/1?a=1&b=2", "/b"], screen.Descendants("a").Select(a => a.Attribute("href")!.Value));
        Assert.All(screen.Descendants("a"), a => Assert.NotEmpty(a.Elements("title").Single().Value));
    }

    [Fact]
    public void A_curve_of_saturation_ends_at_the_sum_of_what_was_new()
    {
        var steps = new[] { 5, 3, 0, 1 }.Select((n, i) => new SaturationStep($"Interview {i + 1}", n, 0, $"{n} new", $"/i{i}")).ToList();

        var picture = Saturation.Draw("New codes", "", steps, hasThemes: false);

        var line = picture.Marks.OfType<Stroke>().Single(s => s.Colour == Paint.Warm);
        Assert.Equal(8, line.Points.Count);
        Assert.Equal(line.Points.Min(p => p.Y), line.Points[^1].Y);
        Assert.Contains(picture.Marks.OfType<Caption>(), c => c.Words == "9 codes so far");
    }

    [Fact]
    public void A_timeline_marks_where_along_a_lane_something_is()
    {
        var picture = Timeline.Draw("Codes", "", [new TimelineLane("Training", "#336699", 1000, [new TimelineMark(0, 10), new TimelineMark(500, 600)], "Training: 2 passages", "/t")], Timeline.Ticks(1000, at => $"{at}"));

        var lane = Assert.Single(picture.Marks.OfType<Grouped>());
        var marks = lane.Marks.OfType<Box>().Where(b => b.Fill == Paint.Of("#336699") && b.Height > 15).ToList();
        Assert.Equal(2, marks.Count);
        Assert.Equal(10, marks[1].Width / marks[0].Width, 1);
    }

    private static double Common(Area a, Area b) =>
        Math.Max(0, Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X)) * Math.Max(0, Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y));

    /// <summary>By WCAG 2.2, relative luminance.</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        Assert.Matches(Hex(), hex);
        var parts = Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex("^#[0-9a-f]{6}$")]
    private static partial Regex Hex();
}

using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;

namespace CoreStudy.Interchange.Reports;

/// <summary>A presentation to which slides are added, one after another.</summary>
internal sealed class SlideDeck(PresentationDocument file, SlideLayouts layouts)
{
    private const string Spaces = """xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" """;
    private const string Group = """<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>""";

    private readonly PresentationPart _presentation = file.PresentationPart!;
    private readonly List<string> _slides = [];

    public SlideLayouts Layouts => layouts;

    /// <summary>How many slides there are.</summary>
    public int Count => _slides.Count;

    /// <summary>Adds a slide.</summary>
    /// <param name="fill">Puts into it what it shows.</param>
    /// <param name="notes">For who speaks, a paragraph each; none for no notes.</param>
    /// <param name="footer">Empty for none.</param>
    public void Add(SlideKind kind, Action<Slide> fill, IReadOnlyList<string> notes, string footer)
    {
        var layout = layouts[kind];
        var name = string.Create(CultureInfo.InvariantCulture, $"slide{_slides.Count + 1}");
        var part = _presentation.AddNewPart<SlidePart>(NotTaken(name));
        _slides.Add(_presentation.GetIdOfPart(part));
        part.AddPart(layout.Part, "layout");
        var slide = new Slide(part, layout);
        fill(slide);
        slide.Foot(footer);
        part.Put($"""<p:sld {Spaces}><p:cSld><p:spTree>{Group}{slide.Shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>""");
        if (notes.Count > 0) AddNotes(part, notes);
    }

    /// <summary>Names the slides in the presentation.</summary>
    public void Finish()
    {
        var presentation = _presentation.Presentation!;
        var ids = new SlideIdList();
        foreach (var (at, slide) in _slides.Index()) ids.Append(new SlideId { Id = 256 + (uint)at, RelationshipId = slide });
        presentation.SlideIdList = ids;
        if (_presentation.NotesMasterPart is { } notes)
            presentation.NotesMasterIdList = new NotesMasterIdList(new NotesMasterId { Id = _presentation.GetIdOfPart(notes) });
        presentation.Save();
    }

    private string NotTaken(string name) => _presentation.Parts.Any(p => p.RelationshipId == name) ? $"{name}-report" : name;

    private void AddNotes(SlidePart slide, IReadOnlyList<string> notes)
    {
        var master = _presentation.NotesMasterPart ?? HouseSlides.AddNotesMaster(_presentation);
        var part = slide.AddNewPart<NotesSlidePart>("notes");
        part.AddPart(master, "notesMaster");
        part.AddPart(slide, "slide");
        var words = string.Concat(notes.Select(n => $"<a:p>{(SlideText.IsRightToLeft(n) ? """<a:pPr algn="r" rtl="1"/>""" : "")}{SlideText.Runs(n)}</a:p>"));
        part.Put(
            $"""
            <p:notes {Spaces}><p:cSld><p:spTree>{Group}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{words}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>
            """);
    }

    /// <summary>A slide that is being filled.</summary>
    internal sealed class Slide(SlidePart part, SlideLayout layout)
    {
        private readonly StringBuilder _shapes = new();
        private int _last = 1;

        public SlideLayout Layout => layout;

        public string Shapes => _shapes.ToString();

        /// <summary>Puts text into a place.</summary>
        /// <param name="share">Of its size that it is shrunk to.</param>
        public void Put(SlidePlace place, string name, IEnumerable<SlideParagraph> paragraphs, double share = 1)
        {
            var fit = share < 1 ? $"""<a:normAutofit fontScale="{(int)Math.Round(share * 100) * 1000}"/>""" : "";
            _shapes.Append(CultureInfo.InvariantCulture,
                $"""<p:sp><p:nvSpPr><p:cNvPr id="{++_last}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{Ph(place)}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr>{fit}</a:bodyPr><a:lstStyle/>{SlideText.Xml(paragraphs)}</p:txBody></p:sp>""");
        }

        /// <summary>Puts a title into its place, as it stands in the layout.</summary>
        public void Title(string words, double share)
        {
            var place = layout.Title!;
            var fit = share < 1 ? $"""<a:normAutofit fontScale="{(int)Math.Round(share * 100) * 1000}"/>""" : "";
            var look = SlideText.IsRightToLeft(words) ? """<a:pPr algn="r" rtl="1"/>""" : "";
            _shapes.Append(CultureInfo.InvariantCulture,
                $"""<p:sp><p:nvSpPr><p:cNvPr id="{++_last}" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{Ph(place)}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr>{fit}</a:bodyPr><a:lstStyle/><a:p>{look}{SlideText.Runs(words)}</a:p></p:txBody></p:sp>""");
        }

        /// <summary>Puts text where the layout has no place for it.</summary>
        public void PutLoose(SlideBox box, string name, IEnumerable<SlideParagraph> paragraphs, int points) =>
            _shapes.Append(CultureInfo.InvariantCulture,
                $"""<p:sp><p:nvSpPr><p:cNvPr id="{++_last}" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{Frame("a", box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr><a:lstStyle/>{string.Concat(paragraphs.Select(p => $"<a:p>{SlideText.Runs(p.Words, $" sz=\"{points * 100}\"")}</a:p>"))}</p:txBody></p:sp>""");

        /// <summary>Puts a picture into a place, as large as it goes, in the middle.</summary>
        public void Put(SlidePlace place, SlideBox box, ReportDrawing drawing, string inWords)
        {
            part.AddImagePart(ImagePartType.Png, "png").Put(drawing.Png);
            part.AddImagePart(ImagePartType.Svg, "svg").Put(drawing.Svg);
            var scale = Math.Min(box.Wide / drawing.Width, box.High / drawing.Height);
            var (wide, high) = (Math.Max(1, (long)(drawing.Width * scale)), Math.Max(1, (long)(drawing.Height * scale)));
            var frame = new SlideBox(box.X + ((box.Wide - wide) / 2), box.Y + ((box.High - high) / 2), wide, high);
            _shapes.Append(CultureInfo.InvariantCulture,
                $"""<p:pic><p:nvPicPr><p:cNvPr id="{++_last}" name="Picture" descr="{OfficeParts.Text(inWords)}"/><p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{Ph(place)}</p:nvPr></p:nvPicPr><p:blipFill>{OfficeParts.Blip("png", "svg")}<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{Frame("a", frame)}</p:spPr></p:pic>""");
        }

        /// <summary>Puts a table into a place.</summary>
        /// <param name="inWords">What it is, for those who cannot see it.</param>
        public void PutTable(SlidePlace place, SlideBox box, string table, string inWords) =>
            _shapes.Append(CultureInfo.InvariantCulture,
                $"""<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{++_last}" name="Table" descr="{OfficeParts.Text(inWords)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{Ph(place)}</p:nvPr></p:nvGraphicFramePr>{Frame("p", box)}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">{table}</a:graphicData></a:graphic></p:graphicFrame>""");

        /// <summary>Puts in the footer and the slide's number, where the layout has them.</summary>
        public void Foot(string footer)
        {
            if (footer.Length > 0 && layout.Of("ftr") is { } foot)
                _shapes.Append(CultureInfo.InvariantCulture, $"""<p:sp><p:nvSpPr><p:cNvPr id="{++_last}" name="Footer"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{Ph(foot)}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{Aside(foot)}{SlideText.Runs(Short(footer, foot), "", OwnFont)}</a:p></p:txBody></p:sp>""");
            if (layout.Of("sldNum") is { } number)
                _shapes.Append(CultureInfo.InvariantCulture, $$"""<p:sp><p:nvSpPr><p:cNvPr id="{{++_last}}" name="Slide number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{{Ph(number)}}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{{Aside(number)}}<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB">{{OwnFont}}</a:rPr><a:t>‹#›</a:t></a:fld><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>""");
        }

        // Said again, since LibreOffice does not hand down to feet what the layout says of them.
        private const string OwnFont = """<a:latin typeface="+mn-lt"/>""";

        private static string Aside(SlidePlace place) => place.Side is "l" or "r" or "ctr" ? $"<a:pPr algn=\"{place.Side}\"/>" : "";

        private static string Short(string words, SlidePlace place)
        {
            var line = words.Replace('\n', ' ');
            var lines = TextWidths.Wrap(line, place.Box.Wide / 12_700.0 * 0.95, place.Levels[0].Points);
            return lines.Count == 1 ? line : $"{line[lines[0]].TrimEnd()}…";
        }

        private static string Frame(string prefix, SlideBox box) =>
            string.Create(CultureInfo.InvariantCulture, $"""<{prefix}:xfrm><a:off x="{box.X}" y="{box.Y}"/><a:ext cx="{box.Wide}" cy="{box.High}"/></{prefix}:xfrm>""");

        private static string Ph(SlidePlace place) =>
            $"<p:ph{(place.Type is null ? "" : $" type=\"{place.Type}\"")}{(place.Type is "ftr" or "sldNum" ? " sz=\"quarter\"" : "")}{(place.Index is null ? "" : $" idx=\"{place.Index}\"")}/>";
    }
}

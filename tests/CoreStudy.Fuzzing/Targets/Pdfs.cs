using System.Globalization;
using System.Text;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Small PDFs (ISO 32000-1) that are not packed, so that a change in them is a change of what they say.</summary>
internal static class Pdfs
{
    private const string Page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>";
    private const string Words = "BT /F1 12 Tf 72 700 Td (Ann: Words here) Tj 0 -20 Td [(Ben: M) -120 (ore)] TJ T* (Ann: Yes \\(so\\) \\351) ' ET q 1 0 0 1 10 10 cm /X1 Do Q";
    private const string Form = "<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</Font<</F1 5 0 R>>>>/Length {0}>>";

    public static IReadOnlyList<byte[]> Made { get; } =
    [
        Of(Page, Stream("<</Length {0}>>", Words), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[65/A/B]>>>>", Stream(Form, "BT /F1 9 Tf 5 5 Td (3) Tj ET")),
        Of(
            Page, Stream("<</Length {0}>>", "BT /F1 12 Tf 72 700 Td <00010002> Tj 0 -20 Td <0003> Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID a EI"),
            "<</Type/Font/Subtype/Type0/BaseFont/Other/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Other/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[1[500 600]]>>]>>",
            Stream(Form, ""),
            Stream("<</Length {0}>>", "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0049003A> <0002> <0068> endbfchar 1 beginbfrange <0003> <0005> <0061> endbfrange endcmap end")),
        Of(Page, Stream("<</Filter/ASCIIHexDecode/Length {0}>>", Convert.ToHexString(Encoding.ASCII.GetBytes("BT /F1 12 Tf 72 700 Td (Ann: Words) Tj ET")) + ">"), "<</Type/Font/Subtype/TrueType/BaseFont/Arial/FirstChar 32/LastChar 34/Widths[250 333 408]>>", Stream("<</Filter[/RunLengthDecode]/Length {0}>>", "\u0004BT ET\u0080")),
    ];

    private static byte[] Of(params string[] from3)
    {
        var (file, places) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        foreach (var thing in (string[])["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", .. from3])
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{thing}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {places.Count + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Stream(string about, string content) => $"{about.Replace("{0}", content.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}\nstream\n{content}\nendstream";
}

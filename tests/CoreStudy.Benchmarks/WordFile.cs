using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Benchmarks;

/// <summary>Interviews as a transcriber's word processor saves them: a paragraph a turn, the speaker's name in front.</summary>
internal static class WordFile
{
    public static byte[] Of(IEnumerable<string> turns)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var paragraphs = turns.Select((words, i) => new Paragraph(
                new Run(new RunProperties(new Bold()), new Text(i % 2 == 0 ? "Interviewer:" : "PSW-01:")),
                new Run(new Text($" {words}") { Space = SpaceProcessingModeValues.Preserve })));
            document.AddMainDocumentPart().Document = new Document(new Body(paragraphs));
        }

        return stream.ToArray();
    }
}

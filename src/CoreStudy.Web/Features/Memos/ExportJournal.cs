using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The reader's own journal as a table that they may take away.</summary>
public sealed class ExportJournal(ReadJournal journal, Permissions permissions) : IUseCase
{
    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var forbidden, out _)) return forbidden;
        if ((await journal.RunAsync(me, studyId, cancel)).IsRefused(out var refusal, out var mine)) return refusal;
        return new Export(
            ExportedList.Journal, "My journal", "My journal.csv", [new("Day", IsScanned: false), new("Began with", IsScanned: false), new("Entry")],
            [.. mine.Entries.Where(e => e.Text is not null).OrderBy(e => e.Day).Select(e => (IReadOnlyList<string>)
                [e.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), e.Prompt is { } prompt ? JournalNames.QuestionOf(prompt) : "", e.Text!])]);
    }

    /// <summary>The same table as a document to read.</summary>
    public static byte[] Document(Export journal) => WrittenDocument.Write(journal.Rows.SelectMany(row => new[]
    {
        new WrittenParagraph(ParagraphLook.Heading, Days.Of(DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture))),
        new WrittenParagraph(ParagraphLook.Note, row[1]),
        new WrittenParagraph(ParagraphLook.Body, row[2]),
    }).Where(p => p.Words.Length > 0).Prepend(new WrittenParagraph(ParagraphLook.Title, journal.Name)));
}

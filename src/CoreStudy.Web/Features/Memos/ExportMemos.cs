using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Memos;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The memos that fit, as a table that may leave: those of the team, and of the private ones the reader's own alone.</summary>
public sealed class ExportMemos(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private static readonly ExportColumn[] Columns =
    [
        new("Title"), new("Memo"), new("Kind", IsScanned: false), new("Who sees it", IsScanned: false), new("Written by", IsScanned: false), new("Written on", IsScanned: false), new("Changed on", IsScanned: false), new("Transcript"), new("About"),
    ];

    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, MemoFilter filter, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var memos = await (await MemoReading.MatchingAsync(db, member, filter, cancel)).Select(m => new
        {
            m.Id, m.Kind, m.Title, m.Text, m.IsPrivate, m.TeamWrites, m.WrittenAt, m.ChangedAt,
            Writer = db.Members.Where(x => x.Id == m.MemberId).Select(x => x.Name).First(),
            Transcript = db.Transcripts.Where(t => t.Id == m.TranscriptId).Select(t => t.Title).FirstOrDefault(),
        }).ToListAsync(cancel);
        var links = await MemoReading.LinksAsync(db, member, [.. memos.Select(m => m.Id)], cancel);
        return new Export(ExportedList.Memos, "Memos", "Memos.csv", Columns, [.. memos.Select(m => (IReadOnlyList<string>)
        [
            m.Title, m.Text, MemoNames.Of(m.Kind), m.IsPrivate ? "Only the writer" : m.TeamWrites ? "The team, which may write" : "The team", m.Writer, Day(m.WrittenAt), Day(m.ChangedAt),
            m.Transcript ?? "", string.Join("; ", links[m.Id].Select(l => $"{MemoNames.Of(l.Target.Kind)}: {l.Label}")),
        ])]);
    }

    /// <summary>The same table as a document to read.</summary>
    public static byte[] Document(Export memos) => WrittenDocument.Write(memos.Rows.SelectMany(row => new[]
    {
        new WrittenParagraph(ParagraphLook.Heading, MemoNames.Called(row[0], row[1])),
        new WrittenParagraph(ParagraphLook.Note, $"{row[2]} memo by {row[4]}, {row[5]}{(row[6] == row[5] ? "" : $", changed {row[6]}")}. Seen by: {row[3].ToLowerInvariant()}.{(row[7].Length > 0 ? $" On a passage of {row[7]}." : "")}{(row[8].Length > 0 ? $" About {row[8]}." : "")}"),
        new WrittenParagraph(ParagraphLook.Body, row[1]),
    }).Prepend(new WrittenParagraph(ParagraphLook.Title, memos.Name)));

    private static string Day(DateTimeOffset at) => at.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

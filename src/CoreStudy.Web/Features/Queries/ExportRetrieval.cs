using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>The passages that are shown, all pages of them, as a table that can be given to the gate.</summary>
public sealed class ExportRetrieval(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>How many passages a file holds at most: each is looked through for what identifies before it leaves.</summary>
    public const int MostPassages = 5000;

    private static readonly IReadOnlyList<ExportColumn> Columns =
    [
        new("Code"), new("Words"), new("Transcript"), new("Turn", IsScanned: false), new("Trust", Attribute: PeopleColumns.Trust), new("Participant"), new("Role", Attribute: PeopleColumns.Role),
        new("Coder", IsScanned: false), new("Coded on", IsScanned: false),
    ];

    /// <param name="ending">Of the file's name, such as csv.</param>
    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, RetrievalAsk ask, string ending, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if ((await ReadRetrieval.FindAsync(db, reader, ask, cancel)).IsRefused(out var wrong, out var found)) return wrong;
        var passages = await db.InOrder(found.Passages, ask.Order).Take(MostPassages + 1).ToListAsync(cancel);
        if (passages.Count > MostPassages) return new Refusal($"A file holds at most {MostPassages:N0} passages. Please narrow down what is shown first.");
        var views = new List<PassageView>(passages.Count);
        foreach (var some in passages.Chunk(PassageReading.Most)) views.AddRange(await PassageReading.ReadAsync(db, some, 0, cancel));
        return new Export(
            ExportedList.Passages, "Passages", $"Passages.{ending}", Columns,
            [.. views.Select(v => (IReadOnlyList<string>)
            [
                v.Code, v.Words, v.Title, $"{v.Turn}", v.Trust, v.Participant, v.Role, v.Coder, v.CodedAt.LocalDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ])],
            [.. views.Select(v => v.ParticipantId ?? default)]);
    }
}

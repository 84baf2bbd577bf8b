using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>A participant as a row of a table gives them.</summary>
/// <param name="Line">Of the text, from 1.</param>
/// <param name="Values">One for each attribute of the table, in its order; empty for what is not known.</param>
/// <param name="Wrong">Why it cannot be brought in; null where it can.</param>
public sealed record ImportedRow(int Line, string Label, string Trust, string Role, IReadOnlyList<string> Values, string? Wrong);

/// <summary>What a table of participants holds.</summary>
/// <param name="Attributes">Those that the table has a column for.</param>
public sealed record ImportedTable(IReadOnlyList<string> Attributes, IReadOnlyList<ImportedRow> Rows)
{
    public int Wrong => Rows.Count(r => r.Wrong is not null);
}

/// <summary>Brings in new participants from a table with the columns Label, Trust, Role and the study's attributes: all of them, or none.</summary>
public sealed class ImportParticipants(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    /// <summary>Rows in one table at most.</summary>
    public const int MostRows = 2000;

    /// <summary>What would be brought in, and each row that is wrong. Nothing is stored.</summary>
    public Task<Result<ImportedTable>> LookAsync(AccountId me, StudyId studyId, string text, CancellationToken cancel) => RunAsync(me, studyId, text, store: false, cancel);

    /// <summary>Stores every row, or none where one is wrong: then the table says which.</summary>
    public Task<Result<ImportedTable>> RunAsync(AccountId me, StudyId studyId, string text, CancellationToken cancel) => RunAsync(me, studyId, text, store: true, cancel);

    private async Task<Result<ImportedTable>> RunAsync(AccountId me, StudyId studyId, string text, bool store, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var study = await db.Studies.FromSql($"select * from studies where id = {studyId.Value} for share").SingleAsync(cancel);
        var attributes = await db.ParticipantAttributes.Where(a => a.StudyId == studyId).OrderBy(a => a.Position).ToListAsync(cancel);
        var trusts = (await db.Trusts.Where(t => t.StudyId == studyId).ToListAsync(cancel)).Where(t => member.ReachesTrust(t.Id)).ToList();
        var taken = await db.Participants.Where(p => p.StudyId == studyId).Select(p => p.Label).ToHashSetAsync(cancel);

        var rows = TypedTable.Read(text);
        if (rows.Count < 2) return new Refusal("There is no participant in it. The first row names the columns; each row below is a participant.");
        if (rows.Count - 1 > MostRows) return new Refusal($"At most {MostRows:N0} participants can be brought in at once; these are {rows.Count - 1:N0}.");
        if (Columns.Read(rows[0].Cells, attributes).IsRefused(out var wrong, out var columns)) return wrong;

        if (await words.ForbidAsync(me, studyId, cancel, [.. rows.SelectMany(r => r.Cells.Select(c => new ScannedText($"line {r.Line}", c)))]) is { } leak) return leak;
        var found = new List<ImportedRow>();
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Skip(1))
        {
            var made = Make(study, trusts, columns, row, taken, lines);
            found.Add(columns.Show(row, made.IsRefused(out var no, out var participant) ? no.Sentence : null));
            if (participant is not null) db.Participants.Add(participant);
        }

        var table = new ImportedTable([.. columns.Attributes.Select(a => a.Attribute.Name)], found);
        if (!store || table.Wrong > 0) return table;
        db.Audit(AuditEntry.Of(AuditKind.ParticipantsImported, member, AuditSubject.Of(studyId), AuditDetail.Count("participants", found.Count)));
        if ((await db.SaveOrRefuseAsync("one of these labels", cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return table;
    }

    private static Result<Participant> Make(Study study, List<Trust> trusts, Columns columns, TableRow row, HashSet<string> taken, Dictionary<string, int> lines)
    {
        var (label, trustLabel, role) = (columns.Label(row), columns.Trust(row), columns.Role(row));
        if (row.Cells.Skip(columns.Count).Any(c => c.Length > 0)) return new Refusal($"This row has {row.Cells.Count} cells, but there are {columns.Count} columns. A cell with a comma in it is put in quotes.");
        if (trusts.Find(t => t.Label.Equals(trustLabel, StringComparison.OrdinalIgnoreCase)) is not { } trust)
            return new Refusal(trustLabel.Length == 0 ? "Please give the trust." : $"There is no trust “{trustLabel}”. It may be one of: {string.Join(", ", trusts.Where(t => t.ArchivedAt is null).Select(t => t.Label).Order())}.");
        if (trust.ArchivedAt is not null) return new Refusal($"{trust.Label} is put away.");
        var known = study.ParticipantRoles.Find(r => r.Equals(role, StringComparison.OrdinalIgnoreCase));
        if (known is null) return new Refusal($"“{role}” is not a participant role of this study. It may be one of: {string.Join(", ", study.ParticipantRoles)}.");
        if (Participant.Create(study, trust, label, known).IsRefused(out var no, out var participant)) return no;
        if (participant.Note([.. columns.Attributes.Select(a => a.Attribute)], columns.Values(row)).IsRefused(out var notNoted, out _)) return notNoted;
        if (taken.Contains(participant.Label)) return new Refusal($"There is a participant “{participant.Label}” already.");
        return lines.TryAdd(participant.Label, row.Line) ? participant : new Refusal($"“{participant.Label}” is in line {lines[participant.Label]} too.");
    }

    /// <summary>Where a table says what.</summary>
    private sealed record Columns(int LabelAt, int TrustAt, int RoleAt, IReadOnlyList<(int At, ParticipantAttribute Attribute)> Attributes, int Count)
    {
        private static readonly string[] Needed = ["Label", "Trust", "Role"];

        public static Result<Columns> Read(IReadOnlyList<string> heading, List<ParticipantAttribute> attributes)
        {
            int Find(string name) => heading.ToList().FindIndex(h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (heading.Where(h => h.Length > 0).GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
                return new Refusal($"There are two columns “{twice.Key}”.");
            if (Needed.FirstOrDefault(n => Find(n) < 0) is { } missing)
                return new Refusal($"There is no column “{missing}”. The first row names the columns: Label, Trust, Role, and the attributes that are known.");
            var noted = attributes.Select(a => (At: Find(a.Name), Attribute: a)).Where(a => a.At >= 0).ToList();
            var places = noted.Select(n => n.At).Concat(Needed.Select(Find)).ToHashSet();
            if (heading.Where((h, i) => h.Length > 0 && !places.Contains(i)).FirstOrDefault() is { } unknown)
                return new Refusal($"“{unknown}” is nothing that this study notes about participants. Take that column out, or have the lead add the attribute first.");
            return new Columns(Find("Label"), Find("Trust"), Find("Role"), noted, heading.Count);
        }

        public string Label(TableRow row) => Cell(row, LabelAt);

        public string Trust(TableRow row) => Cell(row, TrustAt);

        public string Role(TableRow row) => Cell(row, RoleAt);

        public Dictionary<AttributeId, string> Values(TableRow row) => Attributes.ToDictionary(a => a.Attribute.Id, a => Cell(row, a.At));

        public ImportedRow Show(TableRow row, string? wrong) => new(row.Line, Label(row), Trust(row), Role(row), [.. Attributes.Select(a => Cell(row, a.At))], wrong);

        private static string Cell(TableRow row, int at) => at < row.Cells.Count ? row.Cells[at] : "";
    }
}

using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Interchange.Tables;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Identities;

/// <summary>An identity as a row of a table gives it.</summary>
/// <param name="Line">Of the text, from 1.</param>
/// <param name="Change">What it does, in words; empty where it is wrong.</param>
/// <param name="Wrong">Why it cannot be brought in; null where it can.</param>
public sealed record ImportedIdentity(int Line, string Label, string Name, string Contact, string Notes, string Change, string? Wrong)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>Brings in who participants are from a table with the columns Label, Name, Contact and Notes: all rows, or none.</summary>
public sealed class ImportIdentities(VaultDoor door, Permissions permissions, Reveals reveals, ILogger<ImportIdentities> logger) : IUseCase
{
    public const int MostRows = 2000;

    private static readonly string[] Known = ["Label", "Name", "Contact", "Notes"];

    /// <summary>What would be kept, and each row that is wrong. Nothing is stored.</summary>
    public Task<Result<IReadOnlyList<ImportedIdentity>>> LookAsync(AccountId me, StudyId studyId, IReadOnlyList<TableRow> rows, CancellationToken cancel) => RunAsync(me, studyId, rows, store: false, cancel);

    /// <summary>Keeps every row, or none where one is wrong.</summary>
    public Task<Result<IReadOnlyList<ImportedIdentity>>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<TableRow> rows, CancellationToken cancel) => RunAsync(me, studyId, rows, store: true, cancel);

    private async Task<Result<IReadOnlyList<ImportedIdentity>>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<TableRow> rows, bool store, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.AllParticipants, cancel)).IsRefused(out var closed, out _)) return closed;
        if (rows.Count < 2) return new Refusal("There is nobody in it. The first row names the columns; each row below is a participant.");
        if (rows.Count - 1 > MostRows) return new Refusal($"At most {MostRows:N0} rows can be brought in at once; these are {rows.Count - 1:N0}.");
        var heading = rows[0].Cells.ToList();
        int Find(string name) => heading.FindIndex(h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (Find("Label") < 0 || Find("Name") < 0) return new Refusal("The first row must name the columns Label and Name; Contact and Notes may be there too.");
        if (heading.Find(h => h.Length > 0 && !Known.Contains(h, StringComparer.OrdinalIgnoreCase)) is { } unknown) return new Refusal($"There is a column “{unknown}”. Only Label, Name, Contact and Notes come in; please take it out.");

        await using var room = await door.EnterAsync(cancel);
        var participants = (await ReadIdentities.ReadAsync(room, member, cancel)).ToDictionary(p => p.Label, StringComparer.OrdinalIgnoreCase);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var found = new List<ImportedIdentity>();
        foreach (var row in rows.Skip(1))
        {
            string Cell(string name) => Find(name) is >= 0 and var at && at < row.Cells.Count ? row.Cells[at] : "";
            var (label, identity) = (Cell("Label"), new Identity(Cell("Name"), Cell("Contact"), Cell("Notes")));
            var known = participants.GetValueOrDefault(label);
            var wrong = Judge(label, identity, known, lines, row.Line);
            found.Add(new ImportedIdentity(row.Line, label, identity.Name, identity.Contact, identity.Notes, wrong is not null ? "" : known!.IsKept ? "Replaces what is kept" : "New", wrong));
            if (wrong is null && store && (await room.WriteAsync(KeyOwner.Of(known!.Id), studyId, known.Id.Value, SaveIdentity.Trimmed(identity), cancel, version: known.Version)).IsRefused(out var clash, out _)) return clash;
        }

        if (!store || found.Exists(f => f.Wrong is not null)) return found;
        room.Study.Audit(AuditEntry.Of(AuditKind.IdentitiesImported, member, AuditSubject.Of(studyId), AuditDetail.Count("participants", found.Count)));
        await room.CommitAsync(cancel);
        logger.IdentitiesImported(found.Count, studyId.Value, member.Id.Value);
        return found;
    }

    private static string? Judge(string label, Identity identity, IdentityRow? known, Dictionary<string, int> lines, int line)
    {
        if (label.Length == 0) return "Please give the label.";
        if (known is null) return $"There is no participant “{label}”. Add the participant by label first.";
        if (known.IsDestroyed) return $"The key of {known.Label} was destroyed: who they are cannot be kept any more.";
        if (identity.Name.Length == 0) return "Please give the name.";
        if (SaveIdentity.Check(identity) is { } wrong) return wrong.Sentence;
        return lines.TryAdd(label, line) ? null : $"“{label}” is in line {lines[label]} too.";
    }
}

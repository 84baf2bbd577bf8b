using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Archives;

/// <summary>An archive that waits to be fetched.</summary>
/// <param name="Ticket">By which it is fetched, once.</param>
/// <param name="Bytes">How large the file is.</param>
public sealed record PreparedArchive(Guid Ticket, string Name, long Bytes, ArchiveManifest Manifest)
{
    public override string ToString() => $"archive of {Bytes} bytes";
}

/// <summary>Makes an archive for the browser to fetch; throws it away; hands it over.</summary>
public sealed class PrepareArchive(MakeArchive make, Permissions permissions, ArchiveShelf shelf) : IUseCase
{
    /// <inheritdoc cref="MakeArchive.RunAsync"/>
    public async Task<Result<PreparedArchive>> RunAsync(AccountId me, StudyId studyId, PassPhrase? vault, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Domain.Members.Operation.TakeWholeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        string? path = null;
        try
        {
            ArchiveManifest? manifest;
            long bytes;
            await using (var file = shelf.Begin())
            {
                path = file.Name;
                if ((await make.RunAsync(me, studyId, vault, file, progress, cancel)).IsRefused(out var no, out manifest)) return no;
                bytes = file.Length;
            }

            var name = FileNameOf(manifest);
            var ticket = shelf.Keep(me, studyId, path, name);
            path = null;
            return new PreparedArchive(ticket, name, bytes, manifest);
        }
        finally
        {
            if (path is not null) File.Delete(path);
        }
    }

    /// <summary>Hands a prepared archive over, once; null where there is none for this person.</summary>
    public async Task<(Stream File, string Name)?> FetchAsync(AccountId me, StudyId studyId, Guid ticket, CancellationToken cancel) =>
        (await permissions.AskAsync(me, studyId, Domain.Members.Operation.TakeWholeStudy, cancel)).IsRefused(out _, out _) ? null : shelf.Take(me, studyId, ticket);

    public void ThrowAway(AccountId me, Guid ticket) => shelf.ThrowAway(me, ticket);

    private static string FileNameOf(ArchiveManifest manifest) =>
        $"{FileLeaving.ShortNameOf(manifest.Study.ShortName)} {manifest.MadeAt:yyyy-MM-dd}{ArchiveManifest.Ending}";
}

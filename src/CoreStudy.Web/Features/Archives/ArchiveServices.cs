using CoreStudy.Domain;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Archives;

public static class ArchiveServices
{
    public static IServiceCollection AddArchives(this IServiceCollection services) => services.AddSingleton<ArchiveShelf>();

    internal static string Address(StudyId study, Guid ticket) => $"/studies/{study.Value}/archive/{ticket}";

    /// <summary>A prepared archive, which can be fetched once.</summary>
    public static void MapArchiveFiles(this WebApplication app) =>
        app.MapGet("/studies/{id:guid}/archive/{ticket:guid}", async (Guid id, Guid ticket, HttpContext http, PrepareArchive prepare) =>
        {
            if (http.User.AccountId() is not { } me || await prepare.FetchAsync(me, new StudyId(id), ticket, http.RequestAborted) is not { } archive) return Results.NotFound();
            return Results.Stream(archive.File, "application/octet-stream", archive.Name);
        }).RequireAuthorization();
}

using System.Globalization;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Members;

public static class MembersCsv
{
    private static readonly string[] Heading = ["Name", "E-mail", "Role", "Trusts", "State", "Joined"];

    /// <summary>The members as a table for a spreadsheet: UTF-8 with a byte order mark, RFC 4180.</summary>
    public static void MapMembersCsv(this WebApplication app) =>
        app.MapGet("/studies/{id:guid}/members.csv", async (Guid id, HttpContext http, ListMembers listMembers, IExportNotes notes) =>
        {
            if (http.User.AccountId() is not { } me) return Results.NotFound();
            if ((await listMembers.RunAsync(me, new StudyId(id), http.RequestAborted)).IsRefused(out _, out var list)) return Results.NotFound();
            if ((await notes.RunAsync(me, new StudyId(id), ExportedList.Members, list.Members.Count, http.RequestAborted)).IsRefused(out _, out _)) return Results.NotFound();
            return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Write(list.Members))], "text/csv; charset=utf-8", "members.csv");
        }).RequireAuthorization();

    public static string Write(IEnumerable<MemberRow> members) => Csv.Write(Heading, members.Select(m => new[]
    {
        m.Name, m.Email, RoleWords.Of(m.Role), m.Trusts, m.State.ToString(), m.JoinedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    }));
}

using System.Globalization;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Members;

public static class MembersCsv
{
    private static readonly ExportColumn[] Columns =
    [
        new("Name", IsScanned: false), new("E-mail", IsScanned: false), new("Role", IsScanned: false), new("Trusts"), new("State", IsScanned: false), new("Joined", IsScanned: false),
    ];

    /// <summary>The members as a table for a spreadsheet: UTF-8 with a byte order mark, RFC 4180.</summary>
    public static void MapMembersCsv(this WebApplication app) =>
        app.MapGet("/studies/{id:guid}/members.csv", async (Guid id, HttpContext http, ListMembers listMembers, IExportGate gate) =>
        {
            if (http.User.AccountId() is not { } me) return Results.NotFound();
            if ((await listMembers.RunAsync(me, new StudyId(id), http.RequestAborted)).IsRefused(out _, out var list)) return Results.NotFound();
            return await gate.LeaveAsync(me, new StudyId(id), File(list.Members), FileLeaving.Csv, file => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv.Write(file))], http.RequestAborted);
        }).RequireAuthorization();

    public static Export File(IEnumerable<MemberRow> members) => new(ExportedList.Members, "Members", "members.csv", Columns, [.. members.Select(m => new[]
    {
        m.Name, m.Email, RoleWords.Of(m.Role), m.Trusts, m.State.ToString(), m.JoinedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    })]);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Ui.Api;

/// <summary>How lists are given to programs: read-only, as JSON, csv or a stream of JSON lines, page by page past the gate for files.</summary>
public static class ApiEndpoints
{
    public const string Prefix = "/api/v1";

    /// <summary>Rows of a page at most, and of each part of a stream.</summary>
    public const int MostRows = 1000;

    public const int UsualRows = 200;

    public const string JsonLines = "application/x-ndjson";

    /// <summary>How many places in released words may tell who somebody is, though they left; of a stream, in its first part. Not there where there are none.</summary>
    public const string WarningsHeader = "CoreStudy-Warnings";

    private static readonly string[] Formats = ["json", "csv", "ndjson"];

    /// <summary>Where lists are answered: below <see cref="Prefix"/>, by a token alone.</summary>
    public static IApiLists MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Prefix);
        api.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = ApiTokenAuthentication.SchemeName });
        app.MapOpenApi(Prefix.Replace("v1", "{documentName}", StringComparison.Ordinal) + "/openapi.json");
        app.Map("/api/{**rest}", (HttpContext http) => ApiProblem.WriteAsync(
            http, StatusCodes.Status404NotFound, ApiProblem.NotFound, $"There is nothing at this address. {Prefix}/openapi.json says what there is.")).ExcludeFromDescription();
        return new Routes(api);
    }

    private sealed class Routes(RouteGroupBuilder api) : IApiLists
    {
        public void MapList<T>(ApiListing listing, Func<ApiAsk, Task<Result<ApiRows<T>>>> read) =>
            api.MapGet(listing.Path.Replace("}", ":guid}", StringComparison.Ordinal), (Delegate)((HttpContext http) => AnswerAsync(http, listing, read))) // a delegate like another, for it to be described
                .WithMetadata(listing).WithName(listing.Row).WithSummary(listing.Summary);
    }

    private static async Task AnswerAsync<T>(HttpContext http, ApiListing listing, Func<ApiAsk, Task<Result<ApiRows<T>>>> read)
    {
        var caller = ApiCaller.Of(http);
        if (!caller.May(listing.Scope))
        {
            await ApiProblem.WriteAsync(http, StatusCodes.Status403Forbidden, ApiProblem.WrongScope, ScopeSentence(listing.Scope));
            return;
        }

        var query = http.Request.Query;
        var withWords = query["words"] == "yes" && listing.MayHaveWords;
        if (withWords && !caller.May(ApiScope.Words))
        {
            await ApiProblem.WriteAsync(http, StatusCodes.Status403Forbidden, ApiProblem.WrongScope, ScopeSentence(ApiScope.Words));
            return;
        }

        if (FormatOf(http.Request) is not { } format)
        {
            await ApiProblem.WriteAsync(http, StatusCodes.Status406NotAcceptable, ApiProblem.WrongQuestion, "Please ask for application/json, text/csv or application/x-ndjson.");
            return;
        }

        var limit = UsualRows;
        if (query["limit"] is [{ Length: > 0 } asked] && (!int.TryParse(asked, out limit) || limit is < 1 or > MostRows))
        {
            await ApiProblem.WriteAsync(http, StatusCodes.Status400BadRequest, ApiProblem.WrongQuestion, $"“limit” is a whole number from 1 to {MostRows}.");
            return;
        }

        var ask = new ApiAsk(http, caller) { WithWords = withWords };
        var isOfStudy = listing.Path.Contains("{study}", StringComparison.Ordinal);
        if (isOfStudy && !caller.Reaches(ask.StudyId))
        {
            await ApiProblem.WriteAsync(http, ApiProblem.Of(Refusal.NotFound));
            return;
        }

        if ((await read(ask)).IsRefused(out var refusal, out var rows))
        {
            await ApiProblem.WriteAsync(http, ApiProblem.Of(refusal));
            return;
        }

        var answer = new ApiAnswer<T>(http, caller, isOfStudy ? ask.StudyId : null, listing, rows with { Fields = [.. rows.Fields.Where(f => withWords || listing.Scope == ApiScope.Words || !f.HasWords)] });
        if (format == "ndjson") await answer.StreamAsync();
        else await answer.PageAsync(query["after"] is [{ Length: > 0 } after] ? after : null, limit, format);
    }

    private static string ScopeSentence(ApiScope scope) =>
        $"This needs a token with the scope “{scope.ToString().ToLowerInvariant()}”. Make one on your account page; what a token is for cannot be changed later.";

    /// <summary>Null where none that is asked for can be had.</summary>
    private static string? FormatOf(HttpRequest request)
    {
        if (request.Query["format"] is [{ Length: > 0 } named]) return Formats.Contains(named) ? named : null;
        var accept = request.GetTypedHeaders().Accept;
        if (accept is not { Count: > 0 }) return "json";
        foreach (var type in accept.OrderByDescending(a => a.Quality ?? 1))
        {
            switch (type.MediaType.Value?.ToLowerInvariant())
            {
                case "application/x-ndjson" or "application/jsonl": return "ndjson";
                case "text/csv": return "csv";
                case "application/json" or "application/*" or "*/*": return "json";
            }
        }

        return null;
    }
}

/// <summary>One answer: rows past the gate, and written out.</summary>
internal sealed class ApiAnswer<T>(HttpContext http, ApiCaller caller, StudyId? study, ApiListing listing, ApiRows<T> rows)
{
    private bool IsCautioned => http.Request.Query["cautioned"] == "yes";

    private CancellationToken Cancel => http.RequestAborted;

    /// <summary>A page, with where the next one is.</summary>
    public async Task PageAsync(string? after, int limit, string format)
    {
        if ((await rows.Read(after, limit, Cancel)).IsRefused(out var refusal, out var part))
        {
            await ApiProblem.WriteAsync(http, ApiProblem.Of(refusal));
            return;
        }

        var shown = part.Rows;
        var (cells, problem) = await LeaveAsync(shown, after, isContinued: false, inAll: null);
        if (problem is not null)
        {
            await ApiProblem.WriteAsync(http, problem);
            return;
        }

        var next = part.Next is { } key ? NextAddress(key) : null;
        byte[] body;
        if (format == "csv") body = Encoding.UTF8.GetBytes(Csv.Write(rows.Fields.Select(f => f.Name), cells!));
        else
        {
            using var buffer = new MemoryStream();
            using (var json = ApiJson.Writer(buffer)) ApiJson.WritePage(json, rows.Fields, shown, cells!, next);
            body = buffer.ToArray();
        }

        var headers = http.Response.Headers;
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        headers.ETag = tag;
        headers.CacheControl = rows.Fields.Any(f => f.HasWords) ? "no-store" : "private, no-cache";
        headers.Vary = "Accept, Authorization";
        if (next is not null) headers.Link = $"<{next}>; rel=\"next\"";
        if (http.Request.Headers.IfNoneMatch.ToString().Split(',').Any(t => t.Trim() == tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = format == "csv" ? FileLeaving.Csv : "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, Cancel);
    }

    /// <summary>All rows, a part at a time: each is looked through before it leaves, and none is kept. What stops it midway is the last line, and the connection breaks off.</summary>
    public async Task StreamAsync()
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        string? after = null;
        var isFirst = true;
        while (true)
        {
            if ((await rows.Read(after, ApiEndpoints.MostRows, Cancel)).IsRefused(out var refusal, out var part))
            {
                await BreakOffAsync(ApiProblem.Of(refusal), isFirst);
                return;
            }

            var (cells, problem) = isFirst || await IsStillLetInAsync() ? await LeaveAsync(part.Rows, after, !isFirst, rows.InAll) : (null, ApiProblem.Of(401, ApiProblem.Unauthorised, "The token was ended meanwhile."));
            if (problem is not null)
            {
                await BreakOffAsync(problem, isFirst);
                return;
            }

            if (isFirst)
            {
                http.Response.ContentType = ApiEndpoints.JsonLines;
                http.Response.Headers.CacheControl = "no-store";
                isFirst = false;
            }

            ApiJson.WriteLines(http.Response.BodyWriter, rows.Fields, part.Rows, cells!);
            await http.Response.BodyWriter.FlushAsync(Cancel);
            if (part.Next is null) return;
            after = part.Next;
        }
    }

    private async Task<bool> IsStillLetInAsync() =>
        !(await http.RequestServices.GetRequiredService<ApiTokenCheck>().AskAsync(ApiTokenAuthentication.TokenOf(http.Request)!, Cancel)).IsRefused(out _, out _);

    private async Task BreakOffAsync(ProblemDetails problem, bool isFirst)
    {
        if (isFirst)
        {
            await ApiProblem.WriteAsync(http, problem);
            return;
        }

        ApiJson.WriteProblem(http.Response.BodyWriter, problem);
        await http.Response.BodyWriter.FlushAsync(Cancel);
        http.Abort(); // so that nobody takes a part for the whole
    }

    /// <summary>The cells that may leave, or why they may not.</summary>
    private async Task<(IReadOnlyList<IReadOnlyList<string>>? Cells, ProblemDetails? Problem)> LeaveAsync(IReadOnlyList<T> some, string? after, bool isContinued, long? inAll)
    {
        var export = ApiExport.Of(listing, rows.Fields, some, rows.Person) with { Token = caller.Token, IsContinued = isContinued, RowsInAll = inAll };
        if (study is not { } one)
        {
            await http.RequestServices.GetRequiredService<ApiTrail>().TellAsync(caller, listing.List, some.Count, Cancel);
            return (export.Rows, null);
        }

        var gate = http.RequestServices.GetRequiredService<IExportGate>();
        if ((await gate.AskAsync(caller.Me, one, export, IsCautioned, Cancel)).IsRefused(out var refusal, out var outcome)) return (null, ApiProblem.Of(refusal));
        if (outcome.Warnings > 0 && !isContinued) http.Response.Headers[ApiEndpoints.WarningsHeader] = outcome.Warnings.ToString(CultureInfo.InvariantCulture);
        return outcome.File is { } file ? (file.Rows, null) : (null, Stopped(outcome, one, after));
    }

    private ProblemDetails Stopped(ExportOutcome outcome, StudyId one, string? after)
    {
        if (outcome.Caution is { } caution)
        {
            var careful = ApiProblem.Of(StatusCodes.Status409Conflict, ApiProblem.HeldBack, $"{caution} Having read this, ask again with “cautioned=yes” in the address.");
            careful.Extensions["caution"] = caution;
            return careful;
        }

        var problem = ApiProblem.Of(
            StatusCodes.Status409Conflict, ApiProblem.HeldBack,
            "Something in these rows tells, or may tell, who somebody is, so they did not leave. Say at the address in “look_at” why they should all the same; once an admin agrees, ask for the same rows again.");
        problem.Extensions["look_at"] = $"{http.Request.Scheme}://{http.Request.Host}{StudyAddress.Stopped(one, outcome)}";
        problem.Extensions["after"] = after;
        problem.Extensions["places"] = outcome.Places.Select(p => new { place = p.Place, weight = p.Weight.ToString(), category = p.Category.ToString() }).ToList();
        return problem;
    }

    private string NextAddress(string key)
    {
        var query = new QueryBuilder(http.Request.Query.Where(q => q.Key != "after").SelectMany(q => q.Value.OfType<string>().Select(v => KeyValuePair.Create(q.Key, v)))) { { "after", key } };
        return $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}{query}";
    }
}

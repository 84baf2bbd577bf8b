using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;

namespace CoreStudy.Web.Ui.Api;

/// <summary>Takes in the lists that features offer to programs.</summary>
public interface IApiLists
{
    /// <summary>Makes a list readable.</summary>
    /// <param name="read">Reads rows for whoever asks, by the use cases of the screens, which ask for rights themselves.</param>
    void MapList<T>(ApiListing listing, Func<ApiAsk, Task<Result<ApiRows<T>>>> read);
}

/// <summary>The lists as tables, each in one piece: for a workbook of a whole study.</summary>
public sealed class ApiTables : IApiLists
{
    private readonly List<(ApiListing Listing, Func<ApiAsk, Task<Result<Export>>> Read)> _tables = [];

    public IReadOnlyList<ApiListing> Listings => [.. _tables.Select(t => t.Listing)];

    public void MapList<T>(ApiListing listing, Func<ApiAsk, Task<Result<ApiRows<T>>>> read) => _tables.Add((listing, async ask =>
    {
        if ((await read(ask)).IsRefused(out var refusal, out var rows)) return refusal;
        var fields = rows.Fields.Where(f => ask.WithWords || !f.HasWords).ToList();
        var (all, after) = (new List<T>(), (string?)null);
        do
        {
            if ((await rows.Read(after, ApiEndpoints.MostRows, ask.Cancel)).IsRefused(out var no, out var part)) return no;
            all.AddRange(part.Rows);
            after = part.Next;
        }
        while (after is not null);
        return ApiExport.Of(listing, fields, all, rows.Person) with { Name = listing.Summary };
    }));

    /// <summary>A table as it would leave, once the gate has let it.</summary>
    /// <param name="path">As its listing has it.</param>
    /// <param name="query">What is asked, without the question mark.</param>
    public Task<Result<Export>> ReadAsync(IServiceProvider services, AccountId me, StudyId study, string path, string query, bool withWords, CancellationToken cancel)
    {
        var http = new DefaultHttpContext { RequestServices = services, RequestAborted = cancel };
        http.Request.RouteValues["study"] = study.Value.ToString();
        http.Request.QueryString = query.Length > 0 ? new QueryString($"?{query}") : QueryString.Empty;
        return _tables.Single(t => t.Listing.Path == path).Read(new ApiAsk(http, new ApiCaller(me, default, [], [])) { WithWords = withWords });
    }
}

/// <summary>Rows as the gate for files looks at them.</summary>
internal static class ApiExport
{
    public static Export Of<T>(ApiListing listing, IReadOnlyList<ApiField<T>> fields, IReadOnlyList<T> rows, Func<T, ParticipantId>? person) => new(
        listing.List, $"{listing.Summary} for a program", $"{listing.Path.Split('/')[^1]}.json", [.. fields.Select(f => f.ForGate)],
        [.. rows.Select(r => (IReadOnlyList<string>)[.. fields.Select(f => ApiField.Text(f.Value(r)))])], person is null ? null : [.. rows.Select(person)]);
}

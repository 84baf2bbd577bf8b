using CoreStudy.Domain.Transcripts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CoreStudy.Web.Ui;

/// <summary>What an address says after its question mark.</summary>
public static class AddressQuery
{
    /// <summary>By name, whatever its capitals. A value that holds what no text may hold, such as a NUL, is left out: no screen writes one, and PostgreSQL takes no such text.</summary>
    /// <param name="query">With or without the question mark.</param>
    public static IReadOnlyDictionary<string, StringValues> Parse(string query) =>
        QueryHelpers.ParseQuery(query).ToDictionary(v => v.Key, v => new StringValues([.. v.Value.Where(said => said is null || TranscriptText.CanKeep(said))]), StringComparer.OrdinalIgnoreCase);
}

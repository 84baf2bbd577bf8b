using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace CoreStudy.Web.Access;

/// <summary>Over https each cookie bears a prefix (RFC 6265bis, 4.1.3.2) with which browsers take it over https alone, for this host alone and all of it, from nobody else: not from a neighbour of the same domain, nor over a plain line.</summary>
/// <remarks>What the site calls a cookie is its plain name. Over http, as on one machine, that is also its name there, since browsers refuse the prefix.</remarks>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    public static void UseHostCookies(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Request.IsHttps) return next(http);
        http.Features.Set<IRequestCookiesFeature>(new Asked(new Sent(http.Request.Cookies)));
        http.Features.Set<IResponseCookiesFeature>(new Answered(new Given(http.Response.Cookies)));
        return next(http);
    });

    private sealed class Asked(IRequestCookieCollection cookies) : IRequestCookiesFeature
    {
        public IRequestCookieCollection Cookies { get; set; } = cookies;
    }

    private sealed class Answered(IResponseCookies cookies) : IResponseCookiesFeature
    {
        public IResponseCookies Cookies => cookies;
    }

    /// <summary>Those with the prefix, by their plain names; others might come from anywhere, and are not there.</summary>
    private sealed class Sent(IRequestCookieCollection all) : IRequestCookieCollection
    {
        private readonly Dictionary<string, string> _ours =
            all.Where(c => c.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(c => c.Key[Prefix.Length..], c => c.Value, StringComparer.Ordinal);

        public int Count => _ours.Count;

        public ICollection<string> Keys => _ours.Keys;

        public string? this[string key] => _ours.GetValueOrDefault(key);

        public bool ContainsKey(string key) => _ours.ContainsKey(key);

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _ours.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _ours.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Given(IResponseCookies cookies) : IResponseCookies
    {
        public void Append(string key, string value) => Append(key, value, new CookieOptions());

        public void Append(string key, string value, CookieOptions options) => cookies.Append(Prefix + key, value, ForHost(options));

        public void Delete(string key) => Delete(key, new CookieOptions());

        public void Delete(string key, CookieOptions options) => cookies.Delete(Prefix + key, ForHost(options));

        private static CookieOptions ForHost(CookieOptions options) => new(options) { Path = "/", Domain = null, Secure = true };
    }
}

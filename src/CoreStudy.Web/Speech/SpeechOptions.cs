using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CoreStudy.Web.Speech;

/// <summary>The speech engine that a site runs itself. Without an address there is none, and none is offered.</summary>
public sealed class SpeechOptions : IValidatableObject
{
    public const string Section = "Speech";

    /// <summary>Where a whisper.cpp server answers, such as <c>http://127.0.0.1:8080</c>; its path <c>/inference</c> is added where none is named.</summary>
    public Uri? Address { get; init; }

    /// <summary>What people are told that it is called.</summary>
    [StringLength(60)]
    public string Name { get; init; } = "the speech engine of this site";

    /// <summary>How long one recording may take, sending and hearing together.</summary>
    [Range(1, 24 * 60)]
    public int MinutesAtMost { get; init; } = 240;

    /// <summary>Two letters, such as <c>en</c>, or <c>auto</c>.</summary>
    [RegularExpression("^([a-z]{2,3}|auto)$", ErrorMessage = "two or three small letters, such as en, or auto")]
    public string Language { get; init; } = "en";

    /// <summary>Recordings name people: to another machine they go sealed by TLS, unless somebody says here that the way there is their own.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Where recordings are sent to; null where no engine is named.</summary>
    public Uri? Inference => Address is null ? null : Address.AbsolutePath is "/" or "" ? new Uri(Address, "/inference") : Address;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is null) yield break;
        if (!Address.IsAbsoluteUri || Address.Scheme is not ("http" or "https"))
            yield return new ValidationResult("Speech:Address is an address such as http://127.0.0.1:8080.");
        else if (Address.UserInfo.Length > 0)
            yield return new ValidationResult("Speech:Address holds a password. Leave it out: it would be kept in clear.");
        else if (Address.Scheme == "http" && !IsThisMachine(Address) && !AllowPlainHttp)
            yield return new ValidationResult("Speech:Address leads to another machine without TLS. Use https, or set Speech:AllowPlainHttp where nobody else can listen on the way.");
    }

    private static bool IsThisMachine(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
}

using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Audits;

/// <summary>A pseudonymous label as an entry keeps it, such as PSW-07, Trust B or Focus group 2; perhaps none.</summary>
/// <remarks>
/// An entry can never be taken back, and titles and labels are typed by people, who may type a name. So what is kept has the shape of a pseudonym:
/// letters and digits in one to four parts, a letter first, with a number or a single letter last. Anything else is left out;
/// whoever reads the trail is shown what the thing is called at that time, by its id.
/// </remarks>
public readonly partial record struct AuditLabel
{
    /// <summary>The most that a label has, in UTF-16 code units.</summary>
    public const int MostCharacters = 80;

    private readonly string? _text;

    private AuditLabel(string text) => _text = text;

    public static AuditLabel None { get; }

    /// <summary>The label; empty where there is none.</summary>
    public string Text => _text ?? "";

    /// <summary>The label that was typed, where it has the shape of one; otherwise none.</summary>
    public static AuditLabel Of(string typed)
    {
        var text = typed.Trim();
        return text.Length <= MostCharacters && Pseudonym().IsMatch(text) ? new AuditLabel(text) : None;
    }

    /// <summary>A label as it was stored.</summary>
    public static AuditLabel Stored(string text) => new(text);

    public override string ToString() => Text;

    [GeneratedRegex(@"^(?=\p{L})(?:[\p{L}\p{M}\p{Nd}]{1,20}[ \-_/.]){0,3}(?:\p{L}{0,12}\p{Nd}{1,4}\p{L}?|\p{L})\z")]
    private static partial Regex Pseudonym();
}

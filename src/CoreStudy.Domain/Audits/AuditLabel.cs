using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Audits;

/// <summary>A pseudonymous label as an entry keeps it, such as PSW-07, Trust B or Focus group 2; perhaps none.</summary>
/// <remarks>
/// An entry can never be taken back, and titles and labels are typed by people, who may type a name. So what is kept is made of one to eight parts of these kinds alone:
/// a word for a kind of thing (trust, interview, focus, group …), a code of at most four capitals, perhaps with a number, and a number;
/// a kind or a code comes first, a number or a single capital last. Anything else is left out;
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

    /// <summary>The label that was typed, where it has the shape of one; otherwise none. Of a title such as “PSW-14, follow-up interview” it is what stands before the comma.</summary>
    public static AuditLabel Of(string typed)
    {
        var text = typed.Split(AfterLabel, 2)[0].Trim();
        return text.Length <= MostCharacters && Pseudonym().IsMatch(text) && EndsAsOne(text) ? new AuditLabel(text) : None;
    }

    /// <summary>A label as it was stored.</summary>
    public static AuditLabel Stored(string text) => new(text);

    public override string ToString() => Text;

    private static bool EndsAsOne(string text)
    {
        var last = text[(text.LastIndexOfAny(Between) + 1)..];
        return last.Any(char.IsDigit) || (last.Length == 1 && char.IsUpper(last[0]));
    }

    private static readonly char[] AfterLabel = [',', ';', ':'];

    private static readonly char[] Between = [' ', '-', '_', '/', '.'];

    private const string Kind = "(?i:trust|site|place|interview|transcript|focus|group|participant|peer|supervisor|worker|hospital|ward|team|service|town|pilot|session|part|round|no|and)";
    private const string Code = @"\p{Lu}{1,4}\p{Nd}{0,4}";

    [GeneratedRegex($@"^(?:{Kind}|{Code})(?:[ \-_/.](?:{Kind}|{Code}|\p{{Nd}}{{1,4}}\p{{L}}?)){{0,7}}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pseudonym();
}

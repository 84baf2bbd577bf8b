using System.Buffers;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Testing;

/// <summary>
/// Looks for planted words in whatever came out of the site: each form as it was planted, each word of a name by itself, and numbers without
/// their blanks; whole words, capitals aside.
/// </summary>
/// <remarks>
/// The rule by which a form is dropped: it also stands, as whole words, somewhere in the words of the twenty transcripts that are not planted.
/// There nobody could tell a leak from an ordinary word.
/// </remarks>
public sealed partial class PlantedSearch
{
    private const int ShortestNameWord = 4;

    private const int ShortestInFrame = 5;

    private readonly SearchValues<string> _any;
    private readonly string[] _forms;

    private PlantedSearch(IReadOnlyCollection<string> forms, IReadOnlyCollection<string> dropped) =>
        (_any, _forms, Dropped) = (SearchValues.Create([.. forms], StringComparison.OrdinalIgnoreCase), [.. forms.OrderByDescending(f => f.Length)], dropped);

    /// <summary>What is looked for, each once.</summary>
    public IReadOnlyCollection<string> Forms => _forms;

    /// <summary>Forms that are ordinary words in the rest of the text.</summary>
    public IReadOnlyCollection<string> Dropped { get; }

    /// <param name="also">Forms beside those that are planted.</param>
    public static PlantedSearch For(IEnumerable<PlantedTranscript> transcripts, params string[] also)
    {
        var forms = transcripts.SelectMany(t => t.Planted).SelectMany(Shapes).Concat(also).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var rest = string.Join('\n', PlantedTranscript.All.Select(Rest));
        var dropped = forms.Where(f => Enumerable.Range(0, rest.Length - f.Length).Any(at => IsWholeAt(rest, at, f))).ToList();
        return new PlantedSearch([.. forms.Except(dropped)], dropped);
    }

    /// <summary>The forms that stand in a text, in the writing of HTML, of JSON or of a copied table too.</summary>
    public IReadOnlyList<string> In(string text)
    {
        var found = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var writing in Writings(text)) Find(writing, isFrame: false, found);
        return [.. found];
    }

    /// <summary>The same for what went over a socket, where the length of a string, which may look like a letter, stands before its first one.</summary>
    public IReadOnlyList<string> InFrame(string frame)
    {
        var found = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var writing in Writings(Sealed().Replace(frame, " "))) Find(writing, isFrame: true, found);
        return [.. found];
    }

    private void Find(string text, bool isFrame, SortedSet<string> found)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny(_any);
            if (next < 0) return;
            at += next;
            foreach (var form in _forms)
            {
                if (IsWholeAt(text, at, form) || (isFrame && form.Length >= ShortestInFrame && char.IsLetter(form[0]) && Stands(text, at, form))) found.Add(form);
            }
        }
    }

    private static bool Stands(string text, int at, string form) => string.Compare(text, at, form, 0, form.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsWholeAt(string text, int at, string form)
    {
        if (!Stands(text, at, form)) return false;
        var end = at + form.Length;
        if (end < text.Length && char.IsLetterOrDigit(text[end])) return false;
        if (at == 0) return true;
        var isFraction = char.IsDigit(form[0]) && text[at - 1] == '.' && at > 1 && char.IsDigit(text[at - 2]); // of a second, as the database writes them
        return !char.IsLetterOrDigit(text[at - 1]) && !isFraction;
    }

    private static IEnumerable<string> Shapes(Planted planted)
    {
        yield return planted.Form;
        if (planted.Category is IdentifierCategory.Person)
        {
            foreach (var word in planted.Form.Split(' ').Select(RedactionSheet.FormOf).Where(w => w.Length >= ShortestNameWord)) yield return word;
        }
        else if (planted.Category is IdentifierCategory.Telephone or IdentifierCategory.NhsNumber or IdentifierCategory.InsuranceNumber)
        {
            yield return planted.Form.Replace(" ", "", StringComparison.Ordinal);
        }
    }

    /// <summary>A transcript without what is planted in it.</summary>
    private static string Rest(PlantedTranscript transcript)
    {
        var rest = new StringBuilder(transcript.Words);
        foreach (var (_, _, segment) in transcript.Planted) rest.Remove(segment.Start, segment.Length).Insert(segment.Start, new string('\n', segment.Length));
        return rest.ToString();
    }

    private static IEnumerable<string> Writings(string text)
    {
        yield return text;
        var plain = WebUtility.HtmlDecode(Unescaped(Unescaped(text))); // JSON in a copied table is escaped twice
        if (plain != text) yield return plain;
        foreach (Match bytes in Bytes().Matches(text)) yield return Encoding.UTF8.GetString(Convert.FromHexString(bytes.ValueSpan[(bytes.ValueSpan.IndexOf('x') + 1)..]));
    }

    private static string Unescaped(string text) => Escape().Replace(text, m => m.Groups["code"] is { Success: true } code ? ((char)Convert.ToInt32(code.Value, 16)).ToString() : m.Value[1] switch
    {
        'n' or 'r' or 't' or 'b' or 'f' => " ",
        var one => one.ToString(),
    });

    [GeneratedRegex(@"\\(?:u(?<code>[0-9a-fA-F]{4})|[nrtbf""'/\\])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\\x(?:[0-9a-f]{2}){4,}")]
    private static partial Regex Bytes();

    /// <summary>What is sealed or packed and has no words in it.</summary>
    [GeneratedRegex(@"[A-Za-z0-9+/_=-]{100,}")]
    private static partial Regex Sealed();
}

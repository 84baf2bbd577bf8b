using System.Text;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of a document as they are read: paragraphs and line breaks end one; the cells of a table row stand in one, tabs between.</summary>
internal sealed class DocumentLines
{
    private readonly StringBuilder _text = new();
    private readonly Stack<(int Start, int Cells)> _rows = new();

    private readonly HashSet<Omitted> _omitted = [];

    private bool InCell => _rows.Count > 0;

    public void Add(string words) => _text.Append(InCell ? words.Replace('\t', ' ').Replace('\n', ' ') : words);

    public void Tab() => _text.Append(InCell ? ' ' : '\t');

    public void Break() => _text.Append(InCell ? ' ' : '\n');

    public void EndParagraph() => _text.Append(InCell ? ' ' : '\n');

    public void BeginRow() => _rows.Push((_text.Length, 0));

    public void BeginCell()
    {
        if (!InCell) return;
        var row = _rows.Pop();
        TrimEnd(row.Start);
        if (row.Cells > 0) _text.Append(_rows.Count > 0 ? ' ' : '\t');
        _rows.Push(row with { Cells = row.Cells + 1 });
    }

    public void EndRow()
    {
        if (!InCell) return;
        TrimEnd(_rows.Pop().Start);
        _text.Append(InCell ? ' ' : '\n');
    }

    /// <summary>Notes that something of the document is not among the lines; null where nobody would miss it.</summary>
    public void Omit(Omitted? what)
    {
        if (what is { } missed) _omitted.Add(missed);
    }

    public DocumentText ToText() => new(_text.ToString(), _omitted);

    private void TrimEnd(int least)
    {
        while (_text.Length > least && _text[^1] is ' ') _text.Length--;
    }
}

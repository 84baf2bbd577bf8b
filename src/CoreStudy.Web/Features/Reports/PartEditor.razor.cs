using CoreStudy.Domain;
using CoreStudy.Domain.Reports;
using CoreStudy.Web.Ui.Findings;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CoreStudy.Web.Features.Reports;

public sealed partial class PartEditor
{
    /// <summary>Questions that many reports show; any other is chosen on its page.</summary>
    private static readonly (string Address, string Words)[] Matrices =
    [
        ("matrices?across=Role&rows=Themes", "Themes by participant role"), ("matrices?across=Trust&rows=Themes", "Themes by trust"), ("matrices?across=Role&rows=Top", "Codes at the top by participant role"),
        ("matrices?across=Trust&rows=Top", "Codes at the top by trust"), ("matrices?across=Role&rows=Themes&count=People", "People by theme and participant role"),
    ];

    private static readonly (string Address, string Words)[] Pictures =
    [
        ("pictures/tree", "Framework map: each code as large as its passages"), ("pictures/network?top=yes", "Network: codes at the top that occur together"), ("pictures/saturation", "Saturation: new codes by interview"),
        ("matrices?across=Role&rows=Themes", "Themes by participant role, in colours"), ("matrices?across=Trust&rows=Top", "Codes at the top by trust, in colours"),
    ];

    private string _heading = "";
    private string _text = "";
    private string _beside = "";
    private PartChoice _choice = new();
    private PartWords _wordsRead = new();
    private PartChoice _choiceRead = new();
    private int _number;
    private ReportPartId? _of;
    private PartSaved? _theirs;
    private string? _wrong;
    private string _find = "";
    private bool _isSaving;
    private Task _saving = Task.CompletedTask;

    [Parameter, EditorRequired]
    public StudyId StudyId { get; set; }

    [Parameter, EditorRequired]
    public ReportId ReportId { get; set; }

    [Parameter, EditorRequired]
    public PartView Part { get; set; } = null!;

    [Parameter, EditorRequired]
    public ReportChoices Choices { get; set; } = null!;

    [Parameter]
    public bool MayWrite { get; set; }

    /// <summary>Names of those who are at the same part.</summary>
    [Parameter]
    public IReadOnlyList<string> Others { get; set; } = [];

    /// <summary>The part was saved.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    /// <summary>The writer wants what the report says of itself.</summary>
    [Parameter]
    public EventCallback OnFacts { get; set; }

    private PartWords Own => new(_heading, _text, _beside);

    private bool IsDirty => Own != _wordsRead || _choice != _choiceRead;

    private (string Address, string Words)[] Drawings => Part.Kind == ReportPartKind.Matrix ? Matrices : Pictures;

    private string Usual => Part.Kind == ReportPartKind.Title ? "the report’s name" : ReportTerms.Heading(Part.Kind) is { Length: > 0 } usual ? usual : Part.Words.Heading.Length > 0 ? "" : Part.Name;

    private string? TextLabel => Part.Kind switch
    {
        ReportPartKind.Title or ReportPartKind.Quotes or ReportPartKind.Checklist => null,
        ReportPartKind.Theme => "Own words, in place of the theme’s narrative",
        ReportPartKind.Issues => "What goes badly",
        ReportPartKind.Matrix or ReportPartKind.Picture or ReportPartKind.Framework => "Note below it",
        ReportPartKind.Process => "Own words, below what is counted",
        ReportPartKind.Purpose => "Own words, in place of the study’s description",
        ReportPartKind.Acknowledgement => "Whom you thank",
        _ => "Text",
    };

    private IReadOnlyList<FindingRow> Findings => _choice.Theme is not { } id ? []
        : [.. Choices.Themes.Where(t => t.Id == id || (t.ParentId == id && Part.Kind == ReportPartKind.Theme && _choice.WithSubThemes)).SelectMany(t => t.Findings)];

    protected override void OnParametersSet()
    {
        if (_of == Part.Id && (IsDirty || _theirs is not null || _isSaving) && Part.Number != _number) return; // what is being typed stays; whoever saves later sees both
        if (_of == Part.Id && Part.Number == _number) return;
        (_of, _theirs, _wrong) = (Part.Id, null, null);
        Take(Part.Words, Part.Choice, Part.Number);
    }

    private void Take(PartWords words, PartChoice choice, int number)
    {
        (_heading, _text, _beside) = words;
        (_choice, _wordsRead, _choiceRead, _number) = (choice, words, choice, number);
    }

    private Task ChooseAsync(PartChoice choice)
    {
        _choice = choice;
        return SaveAsync();
    }

    /// <summary>Saves what was typed, and says whether the part can be left: not while it is refused, or while somebody else's version has to be looked at.</summary>
    public async Task<bool> MayLeaveAsync()
    {
        await _saving;
        await SaveAsync();
        return !IsDirty || !MayWrite;
    }

    private async Task BeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!await MayLeaveAsync()) leaving.PreventNavigation();
    }

    private Task SaveAsync(int? number = null) =>
        _isSaving || !MayWrite || (_theirs is not null && number is null) || (!IsDirty && number is null) ? Task.CompletedTask : _saving = KeepAsync(number);

    private async Task KeepAsync(int? number)
    {
        (_isSaving, _wrong) = (true, null);
        try
        {
            do
            {
                var (words, choice) = (Own, _choice);
                if ((await WritePart.RunAsync(await MeAsync(), StudyId, ReportId, Part.Id, number ?? _number, words, choice, Leaving)).IsRefused(out var refusal, out var saved))
                {
                    _wrong = refusal.Sentence;
                    return;
                }

                if (saved.IsClash)
                {
                    _theirs = saved;
                    return;
                }

                // what was typed while it was being saved is saved next
                var (isSame, isSameChoice) = (Own == words, _choice == choice);
                (_theirs, number, _wordsRead, _choiceRead, _number) = (null, null, isSame ? saved.Stands.Words : words, saved.Stands.Choice, saved.Number);
                if (isSame) (_heading, _text, _beside) = saved.Stands.Words;
                if (isSameChoice) _choice = saved.Stands.Choice;
            }
            while (IsDirty);
        }
        finally
        {
            _isSaving = false;
        }

        await OnSaved.InvokeAsync();
    }

    private Task OnKeyAsync(KeyboardEventArgs key) => key is { Key: "Enter", CtrlKey: true } or { Key: "Enter", MetaKey: true } ? SaveAsync() : Task.CompletedTask;

    private void PutTheirsAbove()
    {
        if (_theirs is not { } theirs) return;
        (_text, _wordsRead, _choiceRead, _number, _theirs) = ($"{theirs.Stands.Words.Text}\n\n{_text}".Trim(), theirs.Stands.Words, theirs.Stands.Choice, theirs.Number, null);
    }

    private void TakeTheirs()
    {
        if (_theirs is not { } theirs) return;
        Take(theirs.Stands.Words, theirs.Stands.Choice, theirs.Number);
        _theirs = null;
    }

    private async Task TakeSentencesAsync()
    {
        if ((await ReadReport.MethodsAsync(await MeAsync(), StudyId, ReportId, Leaving)).IsRefused(out var refusal, out var sentences))
        {
            _wrong = refusal.Sentence;
            return;
        }

        _text = _text.Length == 0 ? sentences : $"{_text}\n\n{sentences}";
        await SaveAsync();
    }

    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> all, T one, bool isIn) => isIn ? [.. all.Where(a => !Equals(a, one)), one] : [.. all.Where(a => !Equals(a, one))];

    private int Place(QuoteId id) => _choice.Quotes.Index().Where(q => q.Item == id).Select(q => q.Index).DefaultIfEmpty(int.MaxValue).First();

    private bool Fits(QuoteView quote) => _find.Trim() is var find && (find.Length == 0 || Says(quote.Text) || Says(quote.Label) || Says(quote.Title) || quote.Uses.Any(u => Says(u.Claim) || Says(u.Theme)))
        && (find.Length > 0 || Choices.Quotes.Count <= 40 || quote.Status == Domain.Findings.QuoteStatus.Approved);

    private bool Says(string text) => text.Contains(_find.Trim(), StringComparison.CurrentCultureIgnoreCase);

    private static string Words(QuoteView quote) => quote.Shown == QuoteShown.Words
        ? $"“{(quote.Text.Length > 110 ? $"{quote.Text[..110]}…" : quote.Text)}” — {quote.Label}{(quote.Status == Domain.Findings.QuoteStatus.Approved ? "" : " (draft)")}"
        : $"{(quote.Shown == QuoteShown.Withdrawn ? "Withdrawn" : "Not for quoting")}: from {quote.Title}";

    /// <summary>An address of this site, from after the study's own.</summary>
    private static string Within(string address)
    {
        var trimmed = address.Trim();
        var at = trimmed.IndexOf("/studies/", StringComparison.Ordinal);
        if (at < 0) return trimmed.TrimStart('/');
        var after = trimmed[(at + "/studies/".Length)..];
        return after.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? after[(slash + 1)..] : trimmed;
    }

    private RenderFragment Check(string label, bool isOn, Func<bool, PartChoice> choose) => builder =>
    {
        builder.OpenElement(0, "label");
        builder.AddAttribute(1, "class", "check");
        builder.OpenElement(2, "input");
        builder.AddAttribute(3, "type", "checkbox");
        builder.AddAttribute(4, "checked", isOn);
        builder.AddAttribute(5, "onchange", EventCallback.Factory.Create<ChangeEventArgs>(this, e => ChooseAsync(choose((bool)e.Value!))));
        builder.CloseElement();
        builder.AddContent(6, $" {label}");
        builder.CloseElement();
    };
}

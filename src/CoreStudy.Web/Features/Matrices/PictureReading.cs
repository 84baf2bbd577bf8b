using CoreStudy.Domain;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>One picture of the page: reads what it is of when what is asked changes, and again when the study does.</summary>
/// <typeparam name="TView">What it is of.</typeparam>
public abstract class PictureReading<TView> : LiveComponent
    where TView : class
{
    private string? _read;

    [Parameter, EditorRequired]
    public StudyId StudyId { get; set; }

    [Parameter, EditorRequired]
    public PictureAsk Ask { get; set; } = null!;

    [Parameter, EditorRequired]
    public MatrixChoices Choices { get; set; } = null!;

    [Parameter, EditorRequired]
    public Action<PictureAsk> Go { get; set; } = null!;

    /// <summary>Null while it is being read.</summary>
    protected TView? View { get; private set; }

    protected Refusal? Refused { get; private set; }

    /// <summary>What a new reading depends on.</summary>
    protected abstract string Asked { get; }

    protected abstract Task<Result<TView>> ReadAsync(AccountId me);

    protected override async Task OnParametersSetAsync()
    {
        if (Asked == _read) return;
        (_read, View) = (Asked, null);
        await FollowAsync(StudyId, async () =>
        {
            Refused = (await ReadAsync(await MeAsync())).IsRefused(out var refusal, out var view) ? refusal : null;
            View = view;
        });
    }
}

using CoreStudy.Domain;
using CoreStudy.Web.Ui.Charts;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>Answers what the pages of matrices and pictures have in their addresses.</summary>
public sealed class AskedPictures(
    ReadMatrix readMatrix, ListMatrixChoices listChoices, ReadCodeTree readTree, ReadNetwork readNetwork, ReadSaturation readSaturation, ReadTimeline readTimeline) : IAskedPictures
{
    private static readonly Refusal Nothing = new("Nothing that you can see here has been coded yet, so there is nothing to be shown.");

    public async Task<Result<AskedPicture>> ReadAsync(AccountId me, StudyId studyId, string address, CancellationToken cancel)
    {
        var (path, query) = address.Split('?', 2) is [var before, var after] ? (before, after) : (address, "");
        return path.Trim('/').ToLowerInvariant() switch
        {
            "matrices" => await MatrixAsync(me, studyId, MatrixAsk.Read(query), cancel),
            "pictures/tree" => await TreeAsync(me, studyId, PictureAsk.Read(query), cancel),
            "pictures/network" => await NetworkAsync(me, studyId, PictureAsk.Read(query), cancel),
            "pictures/saturation" => await SaturationAsync(me, studyId, PictureAsk.Read(query), cancel),
            "pictures" or "pictures/timeline" => await TimelineAsync(me, studyId, PictureAsk.Read(query), cancel),
            _ => new Refusal("This is not the address of a matrix or a picture of this study. Open the matrix or picture that you mean, and copy its address."),
        };
    }

    private async Task<Result<AskedPicture>> MatrixAsync(AccountId me, StudyId studyId, MatrixAsk ask, CancellationToken cancel)
    {
        if ((await listChoices.RunAsync(me, studyId, cancel)).IsRefused(out var refusal, out var choices)) return refusal;
        if ((await readMatrix.RunAsync(me, studyId, ask, cancel)).IsRefused(out refusal, out var view)) return refusal;
        var (shown, attribute) = (MatrixFiles.Shown(view), choices.AttributeName(ask.Attribute));
        if (shown.Sides.All(s => s.Matrix.Rows.Count == 0)) return Nothing;
        return new AskedPicture(MatrixWords.Title(ask, attribute), [MatrixFiles.Draw(shown, attribute)], MatrixFiles.Of(shown, attribute, "csv"), MatrixWords.Explain(ask));
    }

    private async Task<Result<AskedPicture>> TreeAsync(AccountId me, StudyId studyId, PictureAsk ask, CancellationToken cancel)
    {
        if ((await readTree.RunAsync(me, studyId, ask.Sides, cancel)).IsRefused(out var refusal, out var view)) return refusal;
        return view.Sides.All(s => s.Codes.All(c => c.All == 0)) ? Nothing : Of([.. view.Sides.Select(s => PictureDrawings.Draw(studyId, s))]);
    }

    private async Task<Result<AskedPicture>> NetworkAsync(AccountId me, StudyId studyId, PictureAsk ask, CancellationToken cancel)
    {
        if ((await readNetwork.RunAsync(me, studyId, ask, cancel)).IsRefused(out var refusal, out var view)) return refusal;
        return view.Sides.All(s => s.Codes.Count == 0) ? Nothing : Of([.. view.Sides.Select(s => PictureDrawings.Draw(studyId, view, s, ask, ask.Least))]);
    }

    private async Task<Result<AskedPicture>> SaturationAsync(AccountId me, StudyId studyId, PictureAsk ask, CancellationToken cancel)
    {
        if ((await readSaturation.RunAsync(me, studyId, ask.Sides, cancel)).IsRefused(out var refusal, out var view)) return refusal;
        return view.Sides.All(s => s.Rows.Count == 0) ? Nothing : Of([.. view.Sides.Select(s => PictureDrawings.Draw(studyId, view, s))]);
    }

    private async Task<Result<AskedPicture>> TimelineAsync(AccountId me, StudyId studyId, PictureAsk ask, CancellationToken cancel)
    {
        if ((await readTimeline.RunAsync(me, studyId, ask.Sides, cancel)).IsRefused(out var refusal, out var view)) return refusal;
        return view.Sides.All(s => s.Rows.Count == 0) ? Nothing : Of([.. view.Sides.Where(s => s.Rows.Count > 0).Select(s => PictureDrawings.Draw(studyId, view, s))]);
    }

    private static AskedPicture Of(IReadOnlyList<Picture> pictures) => new(pictures[0].Title, pictures, null, "");
}

public static class MatrixServices
{
    public static IServiceCollection AddMatrices(this IServiceCollection services) => services.AddTransient<IAskedPictures, AskedPictures>();
}

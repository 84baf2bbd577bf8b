using System.Net;

namespace CoreStudy.Web.Speech;

/// <summary>The sound on its way to the engine, piece by piece; no more of it is held than one piece.</summary>
internal sealed class SoundContent(Stream sound, IProgress<double>? sent) : HttpContent
{
    private const int PieceBytes = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        for (int read; (read = await sound.ReadAsync(piece, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            sent?.Report((double)sound.Position / sound.Length);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = sound.Length - sound.Position;
        return true;
    }
}

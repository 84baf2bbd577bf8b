using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Rounds;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Round {RoundId} began over {Transcripts} transcripts with {Coders} coders.")]
    public static partial void RoundStarted(ILogger logger, RoundId roundId, int transcripts, int coders);

    [LoggerMessage(Level = LogLevel.Information, Message = "Round {RoundId} was opened early.")]
    public static partial void RoundOpenedEarly(ILogger logger, RoundId roundId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Round {RoundId} was called off.")]
    public static partial void RoundCalledOff(ILogger logger, RoundId roundId);
}

namespace CoreStudy.Web.Live.Nodes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The line on which other nodes are heard is cut; it is made again, and pages look again then.")]
    public static partial void LineCut(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "News could not be told to other nodes; it is tried again.")]
    public static partial void NotSaid(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something before message {Number} of node {Node} was not heard; pages look again.")]
    public static partial void Gap(ILogger logger, Guid node, long number);

    [LoggerMessage(Level = LogLevel.Error, Message = "Who listens here failed at message {Number} of node {Node}.")]
    public static partial void NotHeard(ILogger logger, Guid node, long number, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Nodes} other nodes have fallen silent; pages look again, for what they may not have told.")]
    public static partial void NodeMissing(ILogger logger, int nodes);
}

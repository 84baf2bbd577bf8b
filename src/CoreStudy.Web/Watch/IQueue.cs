namespace CoreStudy.Web.Watch;

/// <summary>Something in which work waits on this node.</summary>
public interface IQueue
{
    /// <summary>As metrics call it: lower-case letters.</summary>
    string Id { get; }

    /// <summary>As people read it.</summary>
    string Title { get; }

    /// <summary>How many wait now; asked often, so it is told from memory.</summary>
    long Waiting { get; }
}

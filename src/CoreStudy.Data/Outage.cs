using Npgsql;

namespace CoreStudy.Data;

/// <summary>Tells what is wrong with the database as a whole from what is wrong with what was asked of it.</summary>
public static class Outage
{
    /// <summary>Whether nobody could have been served: PostgreSQL was not reached, is starting or stopping, has no connection or no room left.</summary>
    public static bool IsOutage(this Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable }) return false;
            if (inner is NpgsqlException { IsTransient: true }) return true;
        }

        return false;
    }
}

using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Access;

/// <summary>Turns what the database holds against a change into words.</summary>
public static class Saving
{
    /// <summary>Saves; a name that is taken, a row that somebody changed meanwhile, or one that something belonged to and is gone, is a refusal.</summary>
    public static async Task<Result<Done>> SaveOrRefuseAsync(this DbContext db, string label, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return Done.Well;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("Somebody else changed this meanwhile. What you typed is still here: look at theirs, then save again.");
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Refusal($"There is one called “{label.Trim()}” already.");
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return new Refusal("Something that this belongs to was removed meanwhile. Please choose again.");
        }
    }
}

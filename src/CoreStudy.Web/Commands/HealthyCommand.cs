using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>Asks a running site whether it is well: for containers, which have no other way to ask.</summary>
internal static class HealthyCommand
{
    public static Command Make()
    {
        var address = new Argument<Uri?>("address")
        {
            Description = "The site's health address, such as http://localhost:8080/healthz.",
            CustomParser = typed =>
            {
                if (Uri.TryCreate(typed.Tokens.Single().Value, UriKind.Absolute, out var site) && site.Scheme is "http" or "https") return site;
                typed.AddError("The address begins with http:// or https://, such as http://localhost:8080/healthz.");
                return null;
            },
        };
        var command = new Command("healthy", "Asks a running site whether it is well; the exit code says.") { address };
        command.SetAction(async (arguments, cancel) =>
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
            try
            {
                using var answer = await client.GetAsync(arguments.GetValue(address), cancel);
                return answer.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync("The site does not answer.");
                return 1;
            }
        });
        return command;
    }
}

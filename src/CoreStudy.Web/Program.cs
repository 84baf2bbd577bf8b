return await CoreStudy.Web.Commands.CommandLine.RunAsync(args);

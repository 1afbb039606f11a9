"""QuickSight and MWAA, whose resources are named by one parameter each."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_QUICKSIGHT = {"DataSetId": "dataset", "DataSourceId": "datasource", "AnalysisId": "analysis"}


def quicksight_demands(call: Call) -> list[Demand]:
    asked, action = call.asked, f"quicksight:{call.operation}"
    kind = next((name for name in OF_QUICKSIGHT if asked.get(name)), None)
    resource = call.arn(f"{OF_QUICKSIGHT[kind]}/{asked[kind]}") if kind else asked.get("ResourceArn") or "*"
    ingestion = f"/ingestion/{asked['IngestionId']}" if asked.get("IngestionId") else ""
    return [Demand(action, resource + ingestion, tag_facts("aws", asked.get("Tags")))]


def airflow_demands(call: Call) -> list[Demand]:
    name = call.asked.get("Name") or call.asked.get("EnvironmentName")
    resource = call.arn(f"environment/{name}") if name else call.asked.get("ResourceArn") or "*"
    return [Demand(f"airflow:{call.operation}", resource, tag_facts("aws", call.asked.get("Tags")))]
